(* Finite sums and products of reals: mathcomp's big operators over the standard library's reals,
   so that lra, nra and field work on the terms; indicators of booleans. *)
From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

#[global] Arguments INR : simpl never.
#[global] Arguments pow : simpl never.

Lemma RplusAs : associative Rplus. Proof. by move=> x y z; rewrite Rplus_assoc. Qed.
Lemma RplusCo : commutative Rplus. Proof. by move=> x y; rewrite Rplus_comm. Qed.
Lemma RmultAs : associative Rmult. Proof. by move=> x y z; rewrite Rmult_assoc. Qed.
Lemma RmultCo : commutative Rmult. Proof. by move=> x y; rewrite Rmult_comm. Qed.
Lemma RmultDl : left_distributive Rmult Rplus. Proof. by move=> x y z; ring. Qed.
Lemma RmultDr : right_distributive Rmult Rplus. Proof. by move=> x y z; ring. Qed.
Canonical Rplus_law := Monoid.Law RplusAs Rplus_0_l Rplus_0_r.
Canonical Rplus_comlaw := Monoid.ComLaw RplusCo.
Canonical Rmult_law := Monoid.Law RmultAs Rmult_1_l Rmult_1_r.
Canonical Rmult_comlaw := Monoid.ComLaw RmultCo.
Canonical Rmult_mullaw := Monoid.MulLaw Rmult_0_l Rmult_0_r.
Canonical Rplus_addlaw := Monoid.AddLaw RmultDl RmultDr.

Declare Scope rsum_scope.
Notation "\rsum_ ( i <- r | P ) F" := (\big[Rplus/0%R]_(i <- r | P%B) F%R)
  (at level 41, F at level 41, i, r at level 50) : R_scope.
Notation "\rsum_ ( i <- r ) F" := (\big[Rplus/0%R]_(i <- r) F%R)
  (at level 41, F at level 41, i, r at level 50) : R_scope.
Notation "\rsum_ ( i | P ) F" := (\big[Rplus/0%R]_(i | P%B) F%R)
  (at level 41, F at level 41, i at level 50) : R_scope.
Notation "\rsum_ ( i : t | P ) F" := (\big[Rplus/0%R]_(i : t | P%B) F%R)
  (at level 41, F at level 41, i at level 50) : R_scope.
Notation "\rsum_ ( i : t ) F" := (\big[Rplus/0%R]_(i : t) F%R)
  (at level 41, F at level 41, i at level 50) : R_scope.
Notation "\rsum_ i F" := (\big[Rplus/0%R]_i F%R)
  (at level 41, F at level 41, i at level 0) : R_scope.
Notation "\rsum_ ( i 'in' A ) F" := (\big[Rplus/0%R]_(i in A) F%R)
  (at level 41, F at level 41, i, A at level 50) : R_scope.
Notation "\rprod_ ( i <- r ) F" := (\big[Rmult/1%R]_(i <- r) F%R)
  (at level 36, F at level 36, i, r at level 50) : R_scope.
Notation "\rprod_ i F" := (\big[Rmult/1%R]_i F%R)
  (at level 36, F at level 36, i at level 0) : R_scope.

Section Sums.
Variable I : Type.
Implicit Types (r : seq I) (P : pred I) (F G : I -> R).

Lemma rsum_ge0 r P F : (forall i, P i -> 0 <= F i) -> 0 <= \rsum_(i <- r | P i) F i.
Proof.
move=> H; apply: (big_ind (fun x => 0 <= x)) => //; first lra.
by move=> x y Hx Hy; lra.
Qed.

Lemma rsum_le r P F G : (forall i, P i -> F i <= G i) ->
  \rsum_(i <- r | P i) F i <= \rsum_(i <- r | P i) G i.
Proof.
move=> H; apply: (big_ind2 (fun x y => x <= y)) => //; first lra.
by move=> x1 x2 y1 y2 Hx Hy; lra.
Qed.

Lemma rsumZ r P F c : c * (\rsum_(i <- r | P i) F i) = \rsum_(i <- r | P i) (c * F i).
Proof. by rewrite big_distrr. Qed.

Lemma rsumZr r P F c : (\rsum_(i <- r | P i) F i) * c = \rsum_(i <- r | P i) (F i * c).
Proof. by rewrite big_distrl. Qed.

Lemma rsumD r P F G : \rsum_(i <- r | P i) (F i + G i) =
  \rsum_(i <- r | P i) F i + \rsum_(i <- r | P i) G i.
Proof. by rewrite big_split. Qed.

Lemma rsumN r P F : \rsum_(i <- r | P i) (- F i) = - (\rsum_(i <- r | P i) F i).
Proof.
rewrite -[RHS]Rmult_1_l -Ropp_mult_distr_r Ropp_mult_distr_l rsumZ.
by apply: eq_bigr => i _; ring.
Qed.

Lemma rsumB r P F G : \rsum_(i <- r | P i) (F i - G i) =
  \rsum_(i <- r | P i) F i - \rsum_(i <- r | P i) G i.
Proof. by rewrite /Rminus rsumD rsumN. Qed.

Lemma rsum_const r c : \rsum_(i <- r) c = INR (size r) * c.
Proof.
elim: r => [|x r IH]; first by rewrite big_nil; change (0 = 0 * c); ring.
by rewrite big_cons IH; change (INR (size (x :: r))) with (INR (S (size r))); rewrite S_INR; ring.
Qed.
End Sums.

Lemma rsum_eq0 (I : finType) (F : I -> R) (P : pred I) i :
  (forall j, P j -> 0 <= F j) -> P i -> F i <= \rsum_(j | P j) F j.
Proof.
move=> H Pi; rewrite (bigD1 i) //=.
have : 0 <= \rsum_(j | P j && (j != i)) F j by apply: rsum_ge0 => j /andP [Pj _]; exact: H.
lra.
Qed.

Lemma rsum_constT (I : finType) c : \rsum_(i : I) c = INR #|I| * c.
Proof. by rewrite rsum_const cardT enumT. Qed.

(* the indicator of an event *)
Definition ind (b : bool) : R := if b then 1 else 0.
Lemma ind_ge0 b : 0 <= ind b. Proof. by case: b => /=; rewrite /ind; lra. Qed.
Lemma ind_le1 b : ind b <= 1. Proof. by case: b => /=; rewrite /ind; lra. Qed.
Lemma rsum_ind (I : finType) (P : pred I) F :
  \rsum_(i : I) (ind (P i) * F i) = \rsum_(i | P i) F i.
Proof.
rewrite [RHS]big_mkcond; apply: eq_bigr => i _.
by rewrite /ind; case: (P i); ring.
Qed.
