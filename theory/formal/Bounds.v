(* Rational bounds on the two irrational numbers of the sample condition (Theorem 2, Appendix B.1):
   the logarithm of 2 (L - 1) v m / delta and its square root.  Comparisons run on Q. *)
From Coq Require Import Reals Lra QArith Qreals.
From Coquelicot Require Import ElemFct.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

Lemma Qle_boolP (x y : Q) : Qle_bool x y -> Q2R x <= Q2R y.
Proof. by move=> H; apply: Qle_Rle; apply/Qle_bool_iff. Qed.

Definition Qlt_bool (x y : Q) : bool := (Qnum x * Zpos (Qden y) <? Qnum y * Zpos (Qden x))%Z.
Lemma Qlt_boolP (x y : Q) : Qlt_bool x y -> Q2R x < Q2R y.
Proof. by move=> H; apply: Qlt_Rlt; exact: (proj1 (Z.ltb_lt _ _) H). Qed.

Lemma Q2R_IZR z : Q2R (inject_Z z) = IZR z.
Proof. by rewrite /Q2R /= Rinv_1 Rmult_1_r. Qed.

(* the Taylor polynomial of exp in Horner's form: 1 + x/(k+1) (1 + x/(k+2) (...)), n times *)
Fixpoint taylor (n k : nat) (x : Q) : Q :=
  if n is n'.+1 then (1 + x * (1 # Pos.of_succ_nat k) * taylor n' k.+1 x)%Q else 1%Q.

Lemma taylorE n k x : Q2R (taylor n k x) =
  \rsum_(i : 'I_n.+1) (Q2R x ^ i * INR (fact k) / INR (fact (k + i))).
Proof.
have Hf j : INR (fact j) <> 0 by apply: INR_fact_neq_0.
elim: n k => [|n IH] k.
  by rewrite big_ord_recl big_ord0 addn0 /= /Q2R /=; field.
have Hk : INR k.+1 <> 0 by apply: not_0_INR.
have Hi : Q2R (1 # Pos.of_succ_nat k) = / INR k.+1.
  by rewrite /Q2R /= Rmult_1_l INR_IZR_INZ.
rewrite big_ord_recl addn0 -[taylor n.+1 k x]/(1 + x * (1 # Pos.of_succ_nat k) * taylor n k.+1 x)%Q.
rewrite Q2R_plus !Q2R_mult IH Hi rsumZ; congr (_ + _).
  by rewrite -[pow _ _]/(IZR 1) /Q2R /=; field.
have Ef : INR (fact k.+1) = INR k.+1 * INR (fact k) by rewrite -mult_INR.
apply: eq_bigr => i _; rewrite Ef -[lift _ _ : nat]/(i.+1) addnS -addSn.
by rewrite -[pow _ i.+1]/(_ * _ ^ i); field.
Qed.

(* exp lam is at least its Taylor polynomial, of which 64 terms leave nothing for lam < 30 *)
Definition log_bound (x lam : Q) : bool := Qle_bool 0 lam && Qle_bool x (taylor 64 0 lam).

Lemma log_boundP x lam : 0 < Q2R x -> log_bound x lam -> ln (Q2R x) <= Q2R lam.
Proof.
move=> Hx /andP [/Qle_boolP H0 /Qle_boolP Hl]; rewrite RMicromega.Q2R_0 in H0.
rewrite -(ln_exp (Q2R lam)).
suff : Q2R x <= exp (Q2R lam) by case=> [/(ln_increasing _ _ Hx)|->]; lra.
apply: Rle_trans Hl _; apply: Rle_trans (exp_ge_taylor _ 64 H0); apply: Req_le; rewrite taylorE.
have term i : Q2R lam ^ i * INR (fact 0) / INR (fact i) = Q2R lam ^ i / INR (fact i).
  by rewrite -[INR (fact 0)]/1 Rmult_1_r.
elim: (64%N) => [|n IH]; first by rewrite big_ord_recl big_ord0 Rplus_0_r; apply: term.
by rewrite big_ord_recr IH; congr (_ + _); apply: term.
Qed.

Definition sqrt_bound (x root : Q) : bool := Qle_bool 0 root && Qle_bool x (root * root).

Lemma sqrt_boundP x y root : y <= Q2R x -> sqrt_bound x root -> sqrt y <= Q2R root.
Proof.
move=> Hy /andP [/Qle_boolP H0 /Qle_boolP H]; rewrite RMicromega.Q2R_0 Q2R_mult in H0 H.
by rewrite -(sqrt_Rsqr _ H0); apply: sqrt_le_1_alt; rewrite /Rsqr; lra.
Qed.

(* The two conditions of the instance form on P p_min, without division: the first keeps every
   count above (1 - eps) P p_min, the second every centre's estimate within kappa Delta. *)
Definition samples_suffice (n : nat) (lam root eps kappa separation : Q) (hits : Q) : bool :=
  Qle_bool (2 * lam) (hits * (eps * eps)) &&
  Qle_bool (inject_Z (Z.of_nat n) * ((1 + root) * (1 + root)))
    (hits * ((1 - eps) * (kappa * kappa * separation))).

Lemma samples_sufficeP n lam root eps kappa separation hits x :
  0 < Q2R eps < 1 -> 0 < Q2R kappa -> 0 < Q2R separation ->
  x <= Q2R lam -> sqrt x <= Q2R root ->
  samples_suffice n lam root eps kappa separation hits ->
  2 * x / Q2R eps ^ 2 <= Q2R hits /\
  INR n * (1 + sqrt x) ^ 2 / ((1 - Q2R eps) * (Q2R kappa * sqrt (Q2R separation)) ^ 2)
    <= Q2R hits.
Proof.
move=> He Hk Hs Hx Hr /andP [/Qle_boolP H1 /Qle_boolP H2].
rewrite !(Q2R_mult, Q2R_plus, Q2R_minus, RMicromega.Q2R_1, Q2R_IZR) -?INR_IZR_INZ in H1 H2.
have -> : (Q2R kappa * sqrt (Q2R separation)) ^ 2 = Q2R kappa * Q2R kappa * Q2R separation.
  by rewrite Rpow_mult_distr pow2_sqrt; [ring|lra].
have div a b c : 0 < b -> a <= c * b -> a / b <= c.
  by move=> Hb H; apply: (Rmult_le_reg_r b) => //; rewrite /Rdiv Rmult_assoc Rinv_l; lra.
have Hs0 := sqrt_pos x; have Hn := pos_INR n.
split; apply: div.
- by apply: pow_lt; lra.
- by rewrite -[_ ^ 2]/(_ * (_ * 1)) Rmult_1_r; lra.
- by apply: Rmult_lt_0_compat; [lra|do 2! apply: Rmult_lt_0_compat => //].
apply: Rle_trans (_ : _ <= INR n * ((1 + Q2R root) * (1 + Q2R root))) _; last by lra.
by apply: Rmult_le_compat_l => //; rewrite -[_ ^ 2]/(_ * (_ * 1)); nra.
Qed.
