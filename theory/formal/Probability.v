(* Finite probability: a distribution is a mass function on a finite type, expectation a finite sum,
   and the law of n i.i.d. draws an iterated expectation over lists, shown to be the product law on
   n-tuples. *)
From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

Record dist (T : finType) := Dist {
  pmf :> T -> R;
  pmf_ge0 : forall t, 0 <= pmf t;
  pmf_sum1 : \rsum_(t : T) pmf t = 1 }.

Section Expect.
Variables (T : finType) (p : dist T).
Implicit Types (f g : T -> R) (A B : pred T).

(* expectation of f, probability of A *)
Definition Ex f := \rsum_(t : T) (p t * f t).
Definition Pr A := Ex (fun t => ind (A t)).

Lemma PrE A : Pr A = \rsum_(t | A t) p t.
Proof. by rewrite -rsum_ind; apply: eq_bigr => t _; ring. Qed.

Lemma Ex_ext f g : (forall t, f t = g t) -> Ex f = Ex g.
Proof. by move=> H; apply: eq_bigr => t _; rewrite H. Qed.
Lemma Ex_le f g : (forall t, f t <= g t) -> Ex f <= Ex g.
Proof. by move=> H; apply: rsum_le => t _; apply: Rmult_le_compat_l => //; apply: pmf_ge0. Qed.
Lemma Ex_D f g : Ex (fun t => f t + g t) = Ex f + Ex g.
Proof. by rewrite -rsumD; apply: eq_bigr => t _; ring. Qed.
Lemma Ex_Z c f : Ex (fun t => c * f t) = c * Ex f.
Proof. by rewrite /Ex rsumZ; apply: eq_bigr => t _; ring. Qed.
Lemma Ex_const c : Ex (fun=> c) = c.
Proof. by rewrite /Ex -rsumZr pmf_sum1; ring. Qed.
Lemma Ex_sum (I : Type) (r : seq I) (P : pred I) (F : I -> T -> R) :
  Ex (fun t => \rsum_(i <- r | P i) F i t) = \rsum_(i <- r | P i) Ex (F i).
Proof. by rewrite /Ex exchange_big; apply: eq_bigr => t _; rewrite rsumZ. Qed.

Lemma Pr01 (A : pred T) : 0 <= Pr A <= 1.
Proof.
split; first by rewrite -(Ex_const 0); apply: Ex_le => t; apply: ind_ge0.
by rewrite -(Ex_const 1); apply: Ex_le => t; apply: ind_le1.
Qed.

Lemma Ex_sqr_le (f : T -> R) : (Ex f) ^ 2 <= Ex (fun t => f t ^ 2).
Proof.
have : 0 <= Ex (fun t => (f t + - Ex f) ^ 2).
  by rewrite -(Ex_const 0); apply: Ex_le => t; apply: pow2_ge_0.
rewrite (@Ex_ext _ (fun t => f t ^ 2 + ((-2 * Ex f) * f t + (Ex f) ^ 2))); last by move=> t; ring.
by rewrite !Ex_D Ex_Z Ex_const; lra.
Qed.
End Expect.

Section Iid.
Variables (T : finType) (p : dist T).
Implicit Types (f g : seq T -> R).

(* expectation of a function of n i.i.d. draws, in order *)
Fixpoint Es (n : nat) f : R :=
  if n is n'.+1 then Ex p (fun t => Es n' (fun s => f (t :: s))) else f [::].

(* probability of an event of n i.i.d. draws *)
Definition Prs n (A : pred (seq T)) := Es n (fun s => ind (A s)).

Lemma Es_ext n f g : (forall s, size s = n -> f s = g s) -> Es n f = Es n g.
Proof.
elim: n f g => [|n IH] f g H /=; first exact: H.
by apply: Ex_ext => t; apply: IH => s Hs; apply: H; rewrite /= Hs.
Qed.
Lemma Es_le n f g : (forall s, size s = n -> f s <= g s) -> Es n f <= Es n g.
Proof.
elim: n f g => [|n IH] f g H /=; first exact: H.
by apply: Ex_le => t; apply: IH => s Hs; apply: H; rewrite /= Hs.
Qed.
Lemma Es_D n f g : Es n (fun s => f s + g s) = Es n f + Es n g.
Proof.
elim: n f g => [|n IH] f g //=.
by rewrite -Ex_D; apply: Ex_ext => t; rewrite IH.
Qed.
Lemma Es_Z n c f : Es n (fun s => c * f s) = c * Es n f.
Proof.
elim: n f => [|n IH] f //=.
by rewrite -Ex_Z; apply: Ex_ext => t; rewrite IH.
Qed.
Lemma Es_const n c : Es n (fun=> c) = c.
Proof. by elim: n => [|n IH] //=; rewrite IH Ex_const. Qed.
Lemma Es_sum n (I : Type) (r : seq I) (P : pred I) (F : I -> seq T -> R) :
  Es n (fun s => \rsum_(i <- r | P i) F i s) = \rsum_(i <- r | P i) Es n (F i).
Proof.
elim: n F => [|n IH] F //=.
by rewrite -Ex_sum; apply: Ex_ext => t; rewrite IH.
Qed.

Lemma Es_B n f g : Es n f - Es n g = Es n (fun s => f s - g s).
Proof.
rewrite /Rminus -[X in _ + X = _]Rmult_1_l -Ropp_mult_distr_r Ropp_mult_distr_l -Es_Z -Es_D.
by apply: Es_ext => s _; ring.
Qed.

(* Es is the expectation, and Prs the probability, under the product law on n-tuples *)
Lemma Es_tuple n f :
  Es n f = \rsum_(x : n.-tuple T) ((\rprod_(t <- x) p t) * f x).
Proof.
elim: n f => [|n IH] f /=.
  rewrite (bigD1 [tuple]) //= big_nil big1 ?Rplus_0_r; first ring.
  by move=> x /negP []; apply/eqP; apply: tuple0.
rewrite (reindex (fun tx : T * n.-tuple T => [tuple of tx.1 :: tx.2])) /=; last first.
  exists (fun x : n.+1.-tuple T => (thead x, [tuple of behead x])) => [[t x]|x] _ //=.
    by rewrite theadE; congr pair; apply: val_inj.
  by rewrite -tuple_eta.
rewrite -(pair_bigA _ (fun t (x : n.-tuple T) => (\rprod_(u <- t :: x) p u) * f (t :: x))) /=.
apply: eq_bigr => t _; rewrite IH rsumZ; apply: eq_bigr => x _.
by rewrite big_cons; ring.
Qed.

Lemma Prs_tuple n (A : pred (seq T)) :
  Prs n A = \rsum_(x : n.-tuple T | A x) (\rprod_(t <- x) p t).
Proof. by rewrite /Prs Es_tuple -[RHS]rsum_ind; apply: eq_bigr => x _; rewrite Rmult_comm. Qed.

Lemma Es_sqr_le n f : (Es n f) ^ 2 <= Es n (fun s => f s ^ 2).
Proof.
elim: n f => [|n IH] f /=; first lra.
by apply: Rle_trans (Ex_sqr_le _ _) _; apply: Ex_le => t; apply: IH.
Qed.

Lemma Prs_le n (A B : pred (seq T)) : (forall s, size s = n -> A s -> B s) -> Prs n A <= Prs n B.
Proof.
move=> H; apply: Es_le => s Hs; rewrite /ind.
by case HA : (A s); [rewrite (H s Hs HA)|case: (B s)]; lra.
Qed.

Lemma Prs_union n (I : finType) (P : pred I) (A : I -> pred (seq T)) :
  Prs n (fun s => [exists i, P i && A i s]) <= \rsum_(i | P i) Prs n (A i).
Proof.
rewrite -Es_sum; apply: Es_le => s _.
case: existsP => [[i /andP [Pi Ai]]|_]; last by apply: rsum_ge0 => i _; apply: ind_ge0.
apply: Rle_trans (@rsum_eq0 _ (fun i => ind (A i s)) P i _ Pi).
  by rewrite /ind Ai; lra.
by move=> j _; apply: ind_ge0.
Qed.

Lemma Prs_compl n (A : pred (seq T)) : Prs n (predC A) = 1 - Prs n A.
Proof.
rewrite -[X in X - _](Es_const n) /Rminus -[- _]Rmult_1_l -Ropp_mult_distr_r Ropp_mult_distr_l.
rewrite -Es_Z -Es_D; apply: Es_ext => s _.
by rewrite /ind /=; case: (A s) => /=; ring.
Qed.

(* the comparison of reals as a boolean *)
Definition Rgeb (x y : R) : bool := if Rle_dec y x then true else false.
Lemma RgebP x y : reflect (y <= x) (Rgeb x y).
Proof. by rewrite /Rgeb; case: Rle_dec => H; constructor. Qed.

End Iid.
