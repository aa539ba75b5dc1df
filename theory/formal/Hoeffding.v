(* The scalar inequality behind Hoeffding's lemma, with the sharp constant 1/8:
   1 - th + th e^h <= exp (th h + h^2 / 8) for 0 <= th <= 1 and h >= 0. *)
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
Local Open Scope R_scope.

Lemma nondecr_from0 (f df : R -> R) h :
  0 <= h -> (forall x, 0 <= x <= h -> is_derive f x (df x)) ->
  (forall x, 0 <= x <= h -> 0 <= df x) -> f 0 <= f h.
Proof.
intros Hh Hd Hp.
destruct (Req_dec h 0) as [->|Hn]; [lra|].
destruct (MVT_cor2 f df 0 h) as [c [Hc1 Hc2]]; [lra| |].
- intros c Hc; apply is_derive_Reals; auto.
- assert (0 <= df c) by (apply Hp; lra). nra.
Qed.

Section Scalar.
Variable th : R.
Hypothesis Hth : 0 <= th <= 1.

Lemma den_pos x : 0 < 1 - th + th * exp x.
Proof.
assert (0 < exp x) by apply exp_pos.
destruct (Req_dec th 0) as [->|]; [lra|]. 
assert (0 < th * exp x) by (apply Rmult_lt_0_compat; lra). lra.
Qed.

Let K h := h / 4 + th - th * exp h / (1 - th + th * exp h).
Let dK h := 1 / 4 - th * (1 - th) * exp h / (1 - th + th * exp h) ^ 2.
Let G h := h ^ 2 / 8 + th * h - ln (1 - th + th * exp h).

Lemma K_ge0 h : 0 <= h -> 0 <= K h.
Proof.
intros Hh.
assert (E : 0 = K 0) by (unfold K; rewrite exp_0; field; lra).
rewrite E; apply (nondecr_from0 K dK); auto.
- intros x _; unfold K, dK; auto_derive.
  + pose proof (den_pos x); unfold Rminus in *; repeat split; lra.
  + pose proof (den_pos x); field; lra.
- intros x _; unfold dK.
  pose proof (den_pos x) as Hd; pose proof (exp_pos x) as He.
  assert (th * (1 - th) * exp x / (1 - th + th * exp x) ^ 2 <= 1 / 4); [|lra].
  apply Rmult_le_reg_r with ((1 - th + th * exp x) ^ 2); [nra|].
  unfold Rdiv; rewrite Rmult_assoc, Rinv_l by nra.
  assert (0 <= (1 - th - th * exp x) ^ 2) by apply pow2_ge_0. nra.
Qed.

Lemma G_ge0 h : 0 <= h -> 0 <= G h.
Proof.
intros Hh.
assert (E : 0 = G 0).
{ unfold G; rewrite exp_0. replace (1 - th + th * 1) with 1 by ring. rewrite ln_1; field. }
rewrite E; apply (nondecr_from0 G K); auto.
- intros x _; unfold G, K; auto_derive.
  + apply den_pos.
  + pose proof (den_pos x); field; lra.
- intros x [Hx _]; apply K_ge0; auto.
Qed.

Lemma hoeffding_scalar h : 0 <= h -> 1 - th + th * exp h <= exp (th * h + h ^ 2 / 8).
Proof.
intros Hh. pose proof (G_ge0 h Hh) as HG. unfold G in HG.
rewrite <- (exp_ln (1 - th + th * exp h)) at 1 by apply den_pos.
destruct (Req_dec (ln (1 - th + th * exp h)) (th * h + h ^ 2 / 8)) as [->|]; [lra|].
left; apply exp_increasing; lra.
Qed.
End Scalar.

Lemma exp_convex w x : 0 <= w <= 1 -> exp (w * x) <= 1 - w + w * exp x.
Proof.
intros Hw.
pose proof (exp_ineq1_le (x - w * x)) as H1. pose proof (exp_ineq1_le (- (w * x))) as H2.
assert (H : 1 <= w * exp (x - w * x) + (1 - w) * exp (- (w * x))) by nra.
replace (exp x) with (exp (w * x) * exp (x - w * x)) by (rewrite <- exp_plus; f_equal; ring).
assert (E : exp (w * x) * exp (- (w * x)) = 1) by (rewrite <- exp_plus, Rplus_opp_r; apply exp_0).
pose proof (exp_pos (w * x)). nra.
Qed.

Lemma exp_le x y : x <= y -> exp x <= exp y.
Proof. intros [H| ->]; [left; apply exp_increasing; auto|lra]. Qed.
