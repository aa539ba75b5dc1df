(* The probabilistic half of the proof of Theorem 2 (Appendix B.2): with probability at least
   1 - delta every tuple of every rule is seen (1 - eps) P p_min times, and its empirical context
   vector is within kappa Delta of its centre.  Chernoff for the counts, Lemma 2 given the counts,
   and a union over the (L - 1) v m rules below the root. *)
From Coq Require Import Reals Lra.
From Coquelicot Require Import Rcomplements.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Hoeffding Probability Vectors Site Grammar Thinning.
From OwnLatents Require Import Chernoff Lemma1 Lemma2 Assumptions Recovery.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(* the logarithm's argument is at least 2 v, so Lam >= 0, and Lam >= 1 when v >= 2 *)
Section Logarithm.
Variables (V : finType) (m L : nat) (v0 : V) (i0 : 'I_m) (delta : R).
Hypotheses (HL : (1 < L)%N) (Hdelta : 0 < delta <= 1).
Notation K := (2 * INR L.-1 * INR #|V| * INR m / delta).

Lemma rules_ge : 2 * INR #|V| <= K.
Proof.
have HV : 0 < INR #|V| := card_posR v0.
have H1 : 1 <= INR L.-1 by rewrite -[1]/(INR 1); apply/le_INR/leP; case: (L) HL => [|[]].
have H2 : 1 <= INR m by rewrite -[1]/(INR 1); apply/le_INR/leP; case: (m) i0 => [[]|].
apply: (Rmult_le_reg_r delta); first lra.
rewrite /Rdiv [X in _ <= X]Rmult_assoc Rinv_l; last lra.
have H3 : INR #|V| * 1 <= INR L.-1 * INR #|V| * INR m by apply: Rmult_le_compat; nra.
by nra.
Qed.

Lemma Lam_ge0 : 0 <= ln K.
Proof.
have H := rules_ge; have HV : 1 <= INR #|V|.
  by rewrite -[1]/(INR 1); apply/le_INR/leP/card_gt0P; exists v0.
by rewrite -ln_1; apply: ln_le; lra.
Qed.

Lemma Lam_ge1 : (1 < #|V|)%N -> 1 <= ln K.
Proof.
move=> /leP /le_INR HV; have H := rules_ge; have H3 := exp_le_3.
by rewrite -{1}(ln_exp 1); apply: ln_le; [exact: exp_pos|rewrite -[INR 2]/2 in HV; lra].
Qed.
End Logarithm.

Section GoodSample.
Variables (V : finType) (m s L n P : nat).
Variable rule : nat -> V -> 'I_m -> {ffun 'I_s -> V}.
Variables (v0 : V) (i0 : 'I_m) (sites : nat -> site s n).
Notation Om := (Om V m s L).
Notation mu := (mu s L v0 i0).
Variables (p_min r eps delta Lam : R).
Hypotheses (Hn : (0 < n)%N) (HL : (1 < L)%N).
Hypotheses (rule_inj : unambiguous rule) (sites_ok : valid_sites L sites).
Hypotheses (Hp : 0 < p_min) (Hbal : balanced L rule v0 i0 sites p_min).
Hypotheses (Hr : 0 < r) (Heps : 0 < eps < 1) (Hdelta : 0 < delta <= 1).
Hypothesis LamE : Lam = ln (2 * INR L.-1 * INR #|V| * INR m / delta).
Hypothesis count_ok : 2 * Lam / eps ^ 2 <= INR P * p_min.
Hypothesis mean_ok : INR n * (1 + sqrt Lam) ^ 2 / ((1 - eps) * r ^ 2) <= INR P * p_min.
Let n0 := (1 - eps) * (INR P * p_min).

Definition good_tuple (l : nat) (a : V) (i : 'I_m) (ws : seq Om) : bool :=
  let ys := draws rule sites ws l a i in
  Rgeb (INR (size ys)) n0 && ~~ Rgeb (dst (empirical ys) (centre L rule v0 i0 (sites l) a)) r.

Definition good_sample (ws : seq Om) : bool :=
  [forall lai : 'I_L.-1 * (V * 'I_m), good_tuple lai.1 lai.2.1 lai.2.2 ws].

Lemma n0_pos : 0 < n0.
Proof.
have Hn' : 0 < INR n by apply: lt_0_INR; apply/ltP.
have H : 0 < (1 - eps) * r ^ 2 by apply: Rmult_lt_0_compat; [lra|apply: pow_lt].
apply: Rmult_lt_0_compat; first lra; apply: Rlt_le_trans mean_ok; apply: Rdiv_lt_0_compat => //.
by apply: Rmult_lt_0_compat => //; apply: pow_lt; have := sqrt_pos Lam; lra.
Qed.

Lemma parent_pos l a : (l.+1 < L)%N -> 0 < Pr mu (fun w => parent_at rule (sites l) w == a).
Proof.
move=> Hl; have := Hbal Hl a i0; rewrite (Pr_tuple v0 i0 rule_inj Hl (sites_ok Hl)) => H.
have Hm : 0 < INR m by apply: lt_0_INR; apply/ltP; case: (m) i0 => [[]|].
apply: (Rmult_lt_reg_r (/ INR m)); first exact: Rinv_0_lt_compat.
by rewrite Rmult_0_l; apply: Rlt_le_trans H.
Qed.

(* no separation exceeds sqrt (2 n) *)
Lemma separation_le Delta : (1 < #|V|)%N -> separated L rule v0 i0 sites Delta ->
  Delta <= sqrt (2 * INR n).
Proof.
move=> /card_gt1P [a [b [_ _ Hab]]] Hsep; have Hl : (1 < L)%N by [].
apply: Rle_trans (Hsep _ Hl _ _ Hab) _.
apply: Rle_trans (population_dst (target_law (parent_pos a Hl)) (target_law (parent_pos b Hl))).
by apply: Req_le; apply: norm_ext => kz; rewrite /population !centreE.
Qed.

(* one rule: its tuple is seen too rarely, or its context vector is too far, with probability at
   most 2 exp (- Lam) *)
Lemma bad_tuple l a i : (l.+1 < L)%N ->
  Prs mu P (fun ws => ~~ good_tuple l a i ws) <= 2 * exp (- Lam).
Proof.
move=> Hl; have HS := sites_ok Hl; have Ha := parent_pos a Hl.
have HLam : 0 <= Lam by rewrite LamE; exact: Lam_ge0.
pose T (w : Om) := tuple_at rule (sites l) w == level_rule L rule l a i.
pose far ys := Rgeb (dst (empirical ys) (centre L rule v0 i0 (sites l) a)) r.
have few : Prs mu P (fun ws => ~~ Rgeb (INR (count T ws)) n0) <= exp (- Lam).
  have Hpp : 0 <= p_min <= Pr mu T by split; [lra|exact: (Hbal Hl)].
  apply: Rle_trans (chernoff_lower_tail P Heps Hpp) _; apply: exp_le.
  have He : 0 < eps ^ 2 by apply: pow_lt; lra.
  have := Rmult_le_compat_r _ _ _ (Rlt_le _ _ He) count_ok.
  by rewrite /Rdiv Rmult_assoc Rinv_l; lra.
have off : Prs mu P (fun ws => Rgeb (INR (size (draws rule sites ws l a i))) n0 &&
    far (draws rule sites ws l a i)) <= exp (- Lam).
  apply: (thinned_tail (g := target_law Ha) (y := targets_at rule (sites l)) (a := T)).
  - by move=> y; apply: (target_lawE rule_inj Hl HS Ha).
  - by left; apply: exp_pos.
  move=> N HN; have HN0 : (0 < N)%N.
    by apply/ltP; apply: INR_lt; rewrite -[INR 0]/0; have := n0_pos; lra.
  apply: (Rle_trans _ (Prs (target_law Ha) N (fun ys => Rgeb (deviation (target_law Ha) ys) r))).
    apply: Prs_le => ys _; rewrite /far /deviation /dst.
    by rewrite (@norm_ext _ _ (fun kz => empirical ys kz - population (target_law Ha) kz)) // => kz;
      rewrite /population centreE.
  apply: context_threshold => //.
  have Hr2 : 0 < r ^ 2 by apply: pow_lt.
  have Hd : 0 < (1 - eps) * r ^ 2 by apply: Rmult_lt_0_compat => //; lra.
  have := Rmult_le_compat_r _ _ _ (Rlt_le _ _ Hd) mean_ok.
  rewrite {1}/Rdiv Rmult_assoc Rinv_l ?Rmult_1_r; last lra.
  have : n0 * r ^ 2 <= INR N * r ^ 2 by apply: Rmult_le_compat_r; lra.
  by rewrite /n0; lra.
apply: (Rle_trans _ (exp (- Lam) + exp (- Lam))); last by apply: Req_le; ring.
apply: Rle_trans (Rplus_le_compat _ _ _ _ few off); rewrite -Es_D; apply: Es_le => ws _.
have E : size (draws rule sites ws l a i) = count T ws by rewrite size_map size_filter.
rewrite /good_tuple -/(far _) E /ind.
by case: (far _); case: (Rgeb _ n0) => /=; lra.
Qed.

(* all of them *)
Theorem good_sample_prob : 1 - delta <= Prs mu P good_sample.
Proof.
have H : Prs mu P (predC good_sample) <= delta; last by rewrite Prs_compl in H; lra.
have Hu := @Prs_union _ mu P _ predT
   (fun (lai : 'I_L.-1 * (V * 'I_m)) ws => ~~ good_tuple lai.1 lai.2.1 lai.2.2 ws).
apply: (Rle_trans _ (Prs mu P (fun ws => [exists lai : 'I_L.-1 * (V * 'I_m),
   predT lai && ~~ good_tuple lai.1 lai.2.1 lai.2.2 ws]))).
  by apply: Prs_le => ws _ /=; rewrite /good_sample negb_forall.
apply: Rle_trans Hu _.
apply: (Rle_trans _ (\rsum_(lai : 'I_L.-1 * (V * 'I_m)) (2 * exp (- Lam)))).
  apply: rsum_le => -[[l Hl] [a i]] _ /=; apply: bad_tuple.
  by case: (L) Hl => //= L'; rewrite ltnS.
have HV : 0 < INR #|V| := card_posR v0; have Hge := rules_ge v0 i0 HL Hdelta.
rewrite rsum_constT !card_prod !card_ord !mult_INR LamE exp_Ropp exp_ln; last lra.
have Hm := mR0 i0; have HL0 : INR L.-1 <> 0 by apply: not_0_INR; case: (L) HL => [|[]].
by apply: Req_le; field; repeat split; lra.
Qed.
End GoodSample.
