(* "Condition on T = nu", made rigorous: among n i.i.d. draws, those on which the event a happens
   carry targets that are i.i.d. from the conditional law given a, and their number is binomial. *)
From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Probability.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(* the conditional law of y given the event a *)
Section Conditional.
Variables (Om T : finType) (mu : dist Om) (a : pred Om) (y : Om -> T).
Hypothesis Ha : 0 < Pr mu a.

Definition cond_pmf (z : T) : R := Pr mu (fun w => a w && (y w == z)) / Pr mu a.

Lemma cond_ge0 z : 0 <= cond_pmf z.
Proof. by apply: Rle_mult_inv_pos => //; case: (Pr01 mu (fun w => a w && (y w == z))). Qed.

Lemma cond_sum (f : T -> R) :
  \rsum_(z : T) (cond_pmf z * f z) = Ex mu (fun w => ind (a w) * f (y w)) / Pr mu a.
Proof.
rewrite /Rdiv Rmult_comm -Ex_Z [RHS](_ : _ = Ex mu (fun w => \rsum_(z : T)
  (f z / Pr mu a * ind (a w && (y w == z))))).
  by rewrite Ex_sum; apply: eq_bigr => z _; rewrite Ex_Z /cond_pmf -/(Pr mu _) /Rdiv; ring.
apply: Ex_ext => w; rewrite (bigD1 (y w)) //= eqxx andbT big1 ?Rplus_0_r => [|z].
  by rewrite /Rdiv; ring.
by rewrite eq_sym => /negbTE ->; rewrite andbF /ind Rmult_0_r.
Qed.

Lemma cond_sum1 : \rsum_(z : T) cond_pmf z = 1.
Proof.
rewrite (eq_bigr (fun z => cond_pmf z * 1)) => [|z _]; last by rewrite Rmult_1_r.
rewrite cond_sum (@Ex_ext _ _ _ (fun w => ind (a w))) => [|w]; last by rewrite Rmult_1_r.
by rewrite -/(Pr mu a) /Rdiv Rinv_r //; lra.
Qed.

Definition cond : dist T := Dist cond_ge0 cond_sum1.

Lemma condE z : Pr mu (fun w => a w && (y w == z)) = Pr mu a * cond z.
Proof. by rewrite /cond /= /cond_pmf; field; lra. Qed.

Lemma Ex_cond (f : T -> R) : Ex cond f = Ex mu (fun w => ind (a w) * f (y w)) / Pr mu a.
Proof. exact: cond_sum. Qed.
End Conditional.

(* the expectation of G(K) for K binomial(n, q) *)
Section Mix.
Variable q : R.
Hypothesis Hq : 0 <= q <= 1.

Fixpoint Mix (n : nat) (G : nat -> R) : R :=
  if n is n'.+1 then (1 - q) * Mix n' G + q * Mix n' (fun k => G k.+1) else G 0%N.

Lemma Mix_le n G H : (forall k, G k <= H k) -> Mix n G <= Mix n H.
Proof.
elim: n G H => [|n IH] G H E //=.
have := IH _ _ E; have := IH (fun k => G k.+1) (fun k => H k.+1) (fun k => E k.+1).
by nra.
Qed.

Lemma Mix_Z n c G : Mix n (fun k => c * G k) = c * Mix n G.
Proof. by elim: n G => [|n IH] G //=; rewrite !IH; ring. Qed.

Lemma Mix_const n c : Mix n (fun=> c) = c.
Proof. by elim: n => [|n IH] //=; rewrite !IH; ring. Qed.

Lemma Mix_sum n (I : finType) (F : I -> nat -> R) :
  Mix n (fun k => \rsum_(i : I) F i k) = \rsum_(i : I) Mix n (F i).
Proof. by elim: n F => [|n IH] F //=; rewrite !IH !rsumZ -rsumD; apply: eq_bigr. Qed.
End Mix.

Section Thin.
Variables (Om T : finType) (mu : dist Om) (a : pred Om) (y : Om -> T) (g : dist T).
Let q := Pr mu a.
Hypothesis Hg : forall z, Pr mu (fun w => a w && (y w == z)) = q * g z.

(* the targets of the selected draws *)
Definition selected (ws : seq Om) : seq T := [seq y w | w <- ws & a w].

Lemma thinning n (F : seq T -> R) :
  Es mu n (fun ws => F (selected ws)) = Mix q n (fun k => Es g k F).
Proof.
elim: n F => [|n IH] F //=.
rewrite (@Ex_ext _ _ _ (fun w => Mix q n (fun k => Es g k F) +
   (- (Mix q n (fun k => Es g k F)) * ind (a w) + \rsum_(z : T)
   (Mix q n (fun k => Es g k (fun s => F (z :: s))) * ind (a w && (y w == z)))))).
  rewrite !Ex_D Ex_const Ex_Z Ex_sum -/(Pr mu a) -/q.
  rewrite (eq_bigr (fun z => q * (Mix q n (fun k => g z * Es g k (fun s => F (z :: s))))));
    last by move=> z _; rewrite Ex_Z -/(Pr mu _) Hg Mix_Z; ring.
  by rewrite -rsumZ -Mix_sum; rewrite /Ex; ring.
move=> w; rewrite /selected /=; case: (a w) => /=.
  rewrite -[RHS]Rplus_assoc /ind /= Rmult_1_r Rplus_opp_r Rplus_0_l.
  rewrite (bigD1 (y w)) //= eqxx big1 ?Rplus_0_r; first by rewrite -IH Rmult_1_r.
  by move=> z; rewrite eq_sym /ind => /negbTE ->; ring.
rewrite big1; first by rewrite -IH /ind Rmult_0_r !Rplus_0_r.
by move=> z _; rewrite /ind; ring.
Qed.

(* a tail bound that holds for every number N >= n0 of draws holds for the selected ones *)
Lemma thinned_tail n (n0 b : R) (A : pred (seq T)) : 0 <= b ->
  (forall N, n0 <= INR N -> Prs g N A <= b) ->
  Prs mu n (fun ws => Rgeb (INR (size (selected ws))) n0 && A (selected ws)) <= b.
Proof.
move=> Hb H; rewrite /Prs (thinning n (fun z => ind (Rgeb (INR (size z)) n0 && A z))).
rewrite -(Mix_const q n b); apply: Mix_le => [|N]; first exact: Pr01.
case: (Rle_dec n0 (INR N)) => HN.
  apply: Rle_trans (H N HN); apply: Prs_le => s _ /andP [] //.
apply: Rle_trans Hb; rewrite -(Es_const g N 0); apply: Es_le => s ->.
by case: RgebP => //= _; apply: Req_le.
Qed.
End Thin.
