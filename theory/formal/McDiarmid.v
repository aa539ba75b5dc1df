(* Hoeffding's lemma and McDiarmid's bounded-difference inequality (the tool behind the paper's
   Lemma 2), for i.i.d. draws from a finite distribution, with the sharp constant
   exp(-2 t^2 / (n c^2)). *)
From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Hoeffding Probability.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

Section McDiarmid.
Variables (T : finType) (p : dist T).
Local Notation Ex := (Ex p).
Local Notation Es := (Es p).
Local Notation Prs := (Prs p).

Lemma exists_argmin (h : T -> R) : exists t0, forall t, h t0 <= h t.
Proof.
have [t00 _] : exists t : T, True.
  case: (pickP (@predT T)) => [t _|H]; first by exists t.
  have := pmf_sum1 p; rewrite big_pred0 //; lra.
have : forall s : seq T, exists t0, forall t, t \in t00 :: s -> h t0 <= h t.
  elim=> [|x s [t0 IH]]; first by exists t00 => t; rewrite inE => /eqP ->; lra.
  case: (Rle_dec (h t0) (h x)) => Hx.
    exists t0 => t; rewrite !inE => /or3P [/eqP ->|/eqP ->|Ht] //.
      by apply: IH; rewrite mem_head.
    by apply: IH; rewrite inE Ht orbT.
  exists x => t; rewrite !inE => /or3P [/eqP ->|/eqP ->|Ht]; try lra.
    have := IH t00; rewrite mem_head => /(_ isT); lra.
  have := IH t; rewrite inE Ht orbT => /(_ isT); lra.
move=> /(_ (enum T)) [t0 H]; exists t0 => t; apply: H.
by rewrite inE mem_enum orbT.
Qed.

(* Hoeffding's lemma: a variable of range at most c *)
Lemma hoeffding_lemma (h : T -> R) c lam : 0 <= lam -> 0 <= c ->
  (forall t t', h t - h t' <= c) ->
  Ex (fun t => exp (lam * h t)) <= exp (lam * Ex h + lam ^ 2 * c ^ 2 / 8).
Proof.
move=> Hl Hc Hd.
have [t0 Hmin] := exists_argmin h; set a := h t0 in Hmin.
case: (Req_dec c 0) => [c0|cn0].
  have Ha t : h t = a.
    by have := Hd t t0; have := Hmin t; rewrite c0 /a; lra.
  rewrite (@Ex_ext _ p _ (fun=> exp (lam * a))); last by move=> t; rewrite Ha.
  rewrite Ex_const (@Ex_ext _ p h (fun=> a)) // Ex_const c0.
  by apply: exp_le; lra.
have cpos : 0 < c by lra.
pose w t := (h t - a) / c.
have Hw t : 0 <= w t <= 1.
  split; first by apply: Rle_mult_inv_pos => //; have := Hmin t; lra.
  apply: (Rmult_le_reg_r c) => //; rewrite /w /Rdiv Rmult_assoc Rinv_l // Rmult_1_r Rmult_1_l.
  by have := Hd t t0; rewrite -/a; lra.
have HEw : Ex w = (Ex h - a) / c.
  rewrite /w /Rdiv (@Ex_ext _ p _ (fun t => / c * (h t + - a))); last by move=> t; ring.
  by rewrite Ex_Z Ex_D Ex_const; ring.
have HE01 : 0 <= Ex w <= 1.
  split.
    by rewrite -(Ex_const p 0); apply: Ex_le => t; have := Hw t; lra.
  by rewrite -(Ex_const p 1); apply: Ex_le => t; have := Hw t; lra.
have Hpt t : exp (lam * h t) <= exp (lam * a) * (1 + (exp (lam * c) - 1) * w t).
  have -> : lam * h t = lam * a + w t * (lam * c) by rewrite /w; field.
  rewrite exp_plus; apply: Rmult_le_compat_l; first by left; apply: exp_pos.
  by have := exp_convex (w t) (lam * c) (Hw t); lra.
apply: Rle_trans (Ex_le p Hpt) _.
rewrite Ex_Z Ex_D Ex_const Ex_Z.
have Hs := hoeffding_scalar (Ex w) HE01 (lam * c) ltac:(nra).
apply: (Rle_trans _ (exp (lam * a) * exp (Ex w * (lam * c) + (lam * c) ^ 2 / 8))).
  by apply: Rmult_le_compat_l; [left; apply: exp_pos|lra].
rewrite -exp_plus; apply: exp_le.
have -> : Ex w * (lam * c) = lam * (Ex h - a) by rewrite HEw; field.
by apply: Req_le; field.
Qed.

(* changing one of the n draws changes f by at most c *)
Definition bdiff n c (f : seq T -> R) := forall s1 s2 x y, (size s1 + size s2).+1 = n ->
  f (s1 ++ x :: s2) - f (s1 ++ y :: s2) <= c.

Lemma bdiff_tl n c f t : bdiff n.+1 c f -> bdiff n c (fun s => f (t :: s)).
Proof. by move=> H s1 s2 x y Hs; apply: (H (t :: s1)); rewrite /= addSn Hs. Qed.

Lemma mcdiarmid_mgf n c lam f : 0 <= lam -> 0 <= c -> bdiff n c f ->
  Es n (fun s => exp (lam * f s)) <= exp (lam * Es n f + INR n * (lam ^ 2 * c ^ 2 / 8)).
Proof.
move=> Hl Hc; elim: n f => [|n IH] f H.
  by rewrite /= -[INR 0]/0; apply: exp_le; lra.
rewrite [Es _ _]/= [Es n.+1 f]/= S_INR.
apply: (Rle_trans _ (Ex (fun t => exp (INR n * (lam ^ 2 * c ^ 2 / 8)) *
   exp (lam * Es n (fun s => f (t :: s)))))).
  apply: Ex_le => t; rewrite -exp_plus Rplus_comm.
  exact: (IH _ (bdiff_tl t H)).
rewrite Ex_Z.
set h := fun t => Es n (fun s => f (t :: s)).
have Hh t t' : h t - h t' <= c.
  rewrite /h Es_B -(Es_const p n c); apply: Es_le => s Hs.
  by apply: (H [::]); rewrite /= add0n Hs.
have := hoeffding_lemma Hl Hc Hh => HH.
apply: (Rle_trans _ (exp (INR n * (lam ^ 2 * c ^ 2 / 8)) *
   exp (lam * Ex h + lam ^ 2 * c ^ 2 / 8))).
  by apply: Rmult_le_compat_l => //; left; apply: exp_pos.
by rewrite -exp_plus; apply: exp_le; lra.
Qed.

(* McDiarmid's inequality: if one draw moves f by at most c, then f exceeds its mean by t or more
   with probability at most exp (- 2 t^2 / (n c^2)). *)
Theorem mcdiarmid n c t f : (0 < n)%N -> 0 < c -> 0 <= t -> bdiff n c f ->
  Prs n (fun s => Rgeb (f s - Es n f) t) <= exp (- (2 * t ^ 2 / (INR n * c ^ 2))).
Proof.
move=> Hn Hc Ht H.
have Hn' : 0 < INR n by apply: lt_0_INR; apply/ltP.
set lam := 4 * t / (INR n * c ^ 2).
have Hden : 0 < INR n * c ^ 2 by apply: Rmult_lt_0_compat => //; nra.
have Hl : 0 <= lam by apply: Rle_mult_inv_pos => //; lra.
have step : Prs n (fun s => Rgeb (f s - Es n f) t) <=
    exp (- (lam * (Es n f + t))) * Es n (fun s => exp (lam * f s)).
  rewrite -Es_Z; apply: Es_le => s _; rewrite -exp_plus /ind.
  case: RgebP => Hge; last by left; apply: exp_pos.
  by rewrite -exp_0; apply: exp_le; nra.
apply: Rle_trans step _.
have M := mcdiarmid_mgf Hl (Rlt_le _ _ Hc) H.
apply: (Rle_trans _ (exp (- (lam * (Es n f + t))) *
   exp (lam * Es n f + INR n * (lam ^ 2 * c ^ 2 / 8)))).
  by apply: Rmult_le_compat_l => //; left; apply: exp_pos.
rewrite -exp_plus; apply: exp_le; apply: Req_le; rewrite /lam; field.
by split; [lra|apply: Rgt_not_eq].
Qed.
End McDiarmid.
