(* The multiplicative Chernoff bound for the number of draws on which an event happens, with a
   free share eps.  The proof of Theorem 2 (Appendix B.2) uses it to see every tuple often. *)
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Hoeffding Probability.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(* the rate of the lower tail is at least that of a Gaussian: the derivative of the difference is
   - ln (1 - e) - e >= 0 *)
Lemma chernoff_rate e : 0 <= e < 1 -> e ^ 2 / 2 <= (1 - e) * ln (1 - e) + e.
Proof.
move=> He; pose f x := (1 - x) * ln (1 - x) + x - x ^ 2 / 2.
have : f 0 <= f e; last by rewrite /f Rminus_0_r ln_1; lra.
apply: (nondecr_from0 f (fun x => - ln (1 - x) - x)); first lra.
- by move=> x Hx; rewrite /f /Rminus; auto_derive; [lra|rewrite -[INR 2]/2; field; lra].
- move=> x Hx; have : ln (1 - x) <= - x; last lra.
  by rewrite -[X in _ <= X]ln_exp; apply: ln_le; [lra|have := exp_ineq1_le (- x); lra].
Qed.

Section Chernoff.
Variables (Om : finType) (mu : dist Om) (a : pred Om).

Lemma count_mgf n c : Es mu n (fun ws => exp (- (c * INR (count a ws)))) =
  (1 + (exp (- c) - 1) * Pr mu a) ^ n.
Proof.
elim: n => [|n IH]; first by rewrite /= -[INR 0]/0 Rmult_0_r Ropp_0 exp_0.
rewrite -[RHS]/(_ * _ ^ n) -IH Rmult_comm; set X := Es mu n _.
rewrite /= (@Ex_ext _ _ _ (fun w => X * (1 + (exp (- c) - 1) * ind (a w)))).
  by rewrite Ex_Z Ex_D Ex_const Ex_Z.
move=> w; rewrite Rmult_comm -Es_Z; apply: Es_ext => ws _.
rewrite plus_INR Rmult_plus_distr_l Ropp_plus_distr exp_plus; congr (_ * _).
by case: (a w); rewrite /ind /= ?Rmult_1_r -?[INR 0]/0 ?Rmult_0_r ?Ropp_0 ?exp_0 -?[INR 1]/1;
  rewrite ?Rmult_1_r; ring.
Qed.

(* Chernoff's lower tail: among P draws, an event of probability at least p happens fewer than
   (1 - eps) P p times with probability at most exp(- eps^2 P p / 2). *)
Theorem chernoff_lower_tail (P : nat) (p eps : R) : 0 < eps < 1 -> 0 <= p <= Pr mu a ->
  Prs mu P (fun ws => ~~ Rgeb (INR (count a ws)) ((1 - eps) * (INR P * p))) <=
    exp (- (eps ^ 2 * (INR P * p) / 2)).
Proof.
move=> He Hp; pose c := - ln (1 - eps); set n0 := (1 - eps) * _.
have Hc : 0 <= c.
  by rewrite /c -[X in X <= _]Ropp_0 -ln_1; apply: Ropp_le_contravar; apply: ln_le; lra.
have Ec : exp (- c) = 1 - eps by rewrite /c Ropp_involutive exp_ln //; lra.
apply: (Rle_trans _ (exp (c * n0) * Es mu P (fun ws => exp (- (c * INR (count a ws)))))).
  rewrite -Es_Z; apply: Es_le => ws _; rewrite -exp_plus /ind.
  case: RgebP => /= H; first by left; apply: exp_pos.
  by rewrite -exp_0; apply: exp_le; nra.
rewrite count_mgf Ec; set q := Pr mu a in Hp *.
have Hq : (1 + (1 - eps - 1) * q) ^ P <= exp (- (eps * q * INR P)).
  have -> : exp (- (eps * q * INR P)) = exp (- (eps * q)) ^ P.
    elim: (P) => [|n IH]; first by rewrite -[INR 0]/0 Rmult_0_r Ropp_0 exp_0.
    by rewrite -[RHS]/(_ * _ ^ n) -IH -exp_plus S_INR; congr exp; ring.
  apply: pow_incr; have [_ Hq1] := Pr01 mu a; rewrite -/q in Hq1.
  by have := exp_ineq1_le (- (eps * q)); nra.
apply: (Rle_trans _ (exp (c * n0) * exp (- (eps * q * INR P)))).
  by apply: Rmult_le_compat_l => //; left; apply: exp_pos.
rewrite -exp_plus; apply: exp_le; have HP := pos_INR P.
have := chernoff_rate (conj (Rlt_le _ _ (proj1 He)) (proj2 He)).
rewrite (_ : ln (1 - eps) = - c); last by rewrite /c Ropp_involutive.
move=> Hr; have H0 : 0 <= INR P * p by nra.
have H1 : INR P * p <= INR P * q by apply: Rmult_le_compat_l; lra.
by rewrite /n0; nra.
Qed.
End Chernoff.
