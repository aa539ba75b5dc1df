(* Theorem 2 of the paper (Section 3 and Appendix B.2; Theorem 1 in its introduction): Iterative
   Latent Clustering recovers the whole non-root tree from P strings with probability at least
   1 - delta.  First in instance form, then three corollaries with closed constants, the last of
   them the paper's Eq. (3), and the choice of the best site per level.

   In every statement the conclusion is the probability of recovery under P i.i.d. derivations:
   the sum, over the P-tuples ws of derivations with [recoveredb ws], of the product of their
   probabilities.  Hypotheses: Assumptions.v; recovery: Recovery.v. *)
From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Probability Site Grammar Algorithm1 Assumptions Recovery.
From OwnLatents Require Import GoodSample.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(* Theorem 2, instance form.  With Lam = ln (2 (L - 1) v m / delta): if every tuple of the grammar
   stands at its level's site with probability p_min or more, the centres of each level are Delta
   or more apart, the clustering module is kappa-stable, and for some share eps

     P p_min >= 2 Lam / eps^2   and   P p_min >= n (1 + sqrt Lam)^2 / ((1 - eps) (kappa Delta)^2),

   then ILC recovers with probability at least 1 - delta. *)
Theorem theorem_2_instance
  (V : finType) (m s L n : nat) (rule : nat -> V -> 'I_m -> {ffun 'I_s -> V})
  (v0 : V) (i0 : 'I_m) (sites : nat -> site s n)
  (CL : clusterer [finType of {ffun 'I_s -> V}] [finType of 'I_n * V] V)
  (kappa p_min Delta eps delta : R) (P : nat) :
  let Lam := ln (2 * INR L.-1 * INR #|V| * INR m / delta) in
  (1 < L)%N -> (0 < n)%N -> unambiguous rule -> valid_sites L sites ->
  0 < p_min -> balanced L rule v0 i0 sites p_min ->
  0 < Delta -> separated L rule v0 i0 sites Delta ->
  0 < kappa -> stable kappa CL ->
  0 < eps < 1 -> 0 < delta <= 1 ->
  2 * Lam / eps ^ 2 <= INR P * p_min ->
  INR n * (1 + sqrt Lam) ^ 2 / ((1 - eps) * (kappa * Delta) ^ 2) <= INR P * p_min ->
  1 - delta <= \rsum_(ws : P.-tuple (Om V m s L) | recoveredb rule v0 sites CL ws)
                 (\rprod_(w <- ws) mu s L v0 i0 w).
Proof.
move=> Lam HL Hn Hinj Hsites Hp Hbal HD Hsep Hk HCL Heps Hdelta count_ok mean_ok.
have Hr : 0 < kappa * Delta by apply: Rmult_lt_0_compat.
have HG := good_sample_prob Hn HL Hinj Hsites Hp Hbal Hr Heps Hdelta erefl count_ok mean_ok.
apply: Rle_trans HG _; apply: (Rle_trans _ (Prs (mu s L v0 i0) P (recoveredb rule v0 sites CL))).
  apply: Prs_le => ws _ /forallP good; apply/recoveredP.
  have G l a i (Hl : (l.+1 < L)%N) :
      good_tuple P rule v0 i0 sites p_min (kappa * Delta) eps l a i ws.
    exact: (good (Ordinal (etrans (ltn_predRL l L) Hl), (a, i))).
  apply: (deterministic_recovery Hinj Hsites HCL HD Hsep) => l Hl a i; have /andP [] := G l a i Hl.
    move=> /RgebP H _; apply/ltP; apply: INR_lt; rewrite -[INR 0]/0.
    by have := n0_pos Hn Hr Heps mean_ok; lra.
  by move=> _ /RgebP H; lra.
by rewrite Prs_tuple; apply: Rle_refl.
Qed.

(* the radius per target *)
Lemma scaled_radius (n : nat) (kappa Delta : R) : (0 < n)%N -> 0 < kappa -> 0 < Delta ->
  let r := kappa * Delta / sqrt (INR n) in 0 < r /\ (kappa * Delta) ^ 2 = INR n * r ^ 2.
Proof.
move=> Hn Hk HD r; have Hn' : 0 < INR n by apply: lt_0_INR; apply/ltP.
have Hs : 0 < sqrt (INR n) by apply: sqrt_lt_R0.
split; first by apply: Rdiv_lt_0_compat => //; apply: Rmult_lt_0_compat.
by rewrite -{1}(pow2_sqrt (INR n)) /r; [field; lra|lra].
Qed.

(* Corollary "sharp", eps = sqrt 2 r.  With r = kappa Delta / sqrt n and sqrt 2 r < 1, it suffices
   that P p_min >= (1 + sqrt Lam)^2 / ((1 - sqrt 2 r) r^2): the constant in front of Lam / r^2 tends
   to 1 as r -> 0 and Lam -> infinity. *)
Theorem theorem_2_sharp
  (V : finType) (m s L n : nat) (rule : nat -> V -> 'I_m -> {ffun 'I_s -> V})
  (v0 : V) (i0 : 'I_m) (sites : nat -> site s n)
  (CL : clusterer [finType of {ffun 'I_s -> V}] [finType of 'I_n * V] V)
  (kappa p_min Delta delta : R) (P : nat) :
  let Lam := ln (2 * INR L.-1 * INR #|V| * INR m / delta) in
  let r := kappa * Delta / sqrt (INR n) in
  (1 < L)%N -> (0 < n)%N -> unambiguous rule -> valid_sites L sites ->
  0 < p_min -> balanced L rule v0 i0 sites p_min ->
  0 < Delta -> separated L rule v0 i0 sites Delta ->
  0 < kappa -> stable kappa CL ->
  0 < delta <= 1 ->
  sqrt 2 * r < 1 -> (1 + sqrt Lam) ^ 2 / ((1 - sqrt 2 * r) * r ^ 2) <= INR P * p_min ->
  1 - delta <= \rsum_(ws : P.-tuple (Om V m s L) | recoveredb rule v0 sites CL ws)
                 (\rprod_(w <- ws) mu s L v0 i0 w).
Proof.
move=> Lam r HL Hn Hinj Hsites Hp Hbal HD Hsep Hk HCL Hdelta Hr1 HP.
have [Hr Er] := scaled_radius Hn Hk HD; rewrite -/r in Hr Er.
have HLam : 0 <= Lam := Lam_ge0 v0 i0 HL Hdelta.
have H2 : 0 < sqrt 2 by apply: sqrt_lt_R0; lra.
have E2 : (sqrt 2 * r) ^ 2 = 2 * r ^ 2 by rewrite Rpow_mult_distr pow2_sqrt; lra.
have Hr2 : 0 < r ^ 2 by apply: pow_lt.
have Heps : 0 < sqrt 2 * r < 1 by split=> //; apply: Rmult_lt_0_compat.
apply: (theorem_2_instance HL Hn Hinj Hsites Hp Hbal HD Hsep Hk HCL Heps) => //.
  apply: Rle_trans HP; rewrite E2 -/Lam.
  apply: (Rmult_le_reg_r ((1 - sqrt 2 * r) * r ^ 2)); first by apply: Rmult_lt_0_compat; lra.
  rewrite [X in _ <= X](_ : _ = (1 + sqrt Lam) ^ 2); last by field; lra.
  rewrite (_ : _ * _ = (1 - sqrt 2 * r) * Lam); last by field; lra.
  by have := pow2_sqrt _ HLam; have := sqrt_pos Lam; nra.
have Hn' : 0 < INR n by apply: lt_0_INR; apply/ltP.
by apply: Rle_trans HP; rewrite -/Lam Er; apply: Req_le; field; repeat split; lra.
Qed.

(* Corollary "eight", eps = 1/2.  With r = kappa Delta / sqrt n and kappa <= 1/2, it suffices that
   P p_min >= 8 Lam / r^2. *)
Theorem theorem_2_eight
  (V : finType) (m s L n : nat) (rule : nat -> V -> 'I_m -> {ffun 'I_s -> V})
  (v0 : V) (i0 : 'I_m) (sites : nat -> site s n)
  (CL : clusterer [finType of {ffun 'I_s -> V}] [finType of 'I_n * V] V)
  (kappa p_min Delta delta : R) (P : nat) :
  let Lam := ln (2 * INR L.-1 * INR #|V| * INR m / delta) in
  let r := kappa * Delta / sqrt (INR n) in
  (1 < L)%N -> (1 < #|V|)%N -> (0 < n)%N -> unambiguous rule -> valid_sites L sites ->
  0 < p_min -> balanced L rule v0 i0 sites p_min ->
  0 < Delta -> separated L rule v0 i0 sites Delta ->
  0 < kappa <= / 2 -> stable kappa CL ->
  0 < delta <= 1 ->
  8 * Lam / r ^ 2 <= INR P * p_min ->
  1 - delta <= \rsum_(ws : P.-tuple (Om V m s L) | recoveredb rule v0 sites CL ws)
                 (\rprod_(w <- ws) mu s L v0 i0 w).
Proof.
move=> Lam r HL HV Hn Hinj Hsites Hp Hbal HD Hsep [Hk Hk2] HCL Hdelta HP.
have [Hr Er] := scaled_radius Hn Hk HD; rewrite -/r in Hr Er.
have Hr2 : 0 < r ^ 2 by apply: pow_lt.
have HLam : 1 <= Lam := Lam_ge1 v0 i0 HL Hdelta HV.
have Hn' : 0 < INR n by apply: lt_0_INR; apply/ltP.
have Hr1 : r ^ 2 <= 1.
  have HD2 := separation_le HL Hinj Hsites Hp Hbal HV Hsep.
  have : (kappa * Delta) ^ 2 <= INR n.
    rewrite Rpow_mult_distr -[INR n]Rmult_1_l; apply: (Rle_trans _ (/ 4 * (2 * INR n))); last lra.
    apply: Rmult_le_compat; try exact: pow2_ge_0; first nra.
    by rewrite -(pow2_sqrt (2 * INR n)); [apply: pow_incr; lra|lra].
  by rewrite Er => H; apply: (Rmult_le_reg_l (INR n)); lra.
have Hs1 : 1 <= sqrt Lam by rewrite -sqrt_1; apply: sqrt_le_1_alt.
have Hs2 := pow2_sqrt Lam ltac:(lra).
have Heps : 0 < / 2 < 1 by lra.
apply: (theorem_2_instance HL Hn Hinj Hsites Hp Hbal HD Hsep Hk HCL Heps) => //.
  apply: Rle_trans HP; rewrite -/Lam (_ : 2 * Lam / (/ 2) ^ 2 = 8 * Lam); last by field.
  apply: (Rmult_le_reg_r (r ^ 2)) => //; rewrite [X in _ <= X](_ : _ = 8 * Lam); last by field; lra.
  by nra.
apply: Rle_trans HP; rewrite -/Lam Er; apply: (Rmult_le_reg_r (r ^ 2)) => //.
rewrite [X in _ <= X](_ : _ = 8 * Lam); last by field; lra.
by rewrite (_ : _ * _ = 2 * (1 + sqrt Lam) ^ 2); [nra|field; repeat split; lra].
Qed.

(* Theorem 2, Eq. (3), with every constant.  Balance c_b / (v m), separation c_s sqrt (1 - f) / m,
   a kappa-stable module with kappa <= 1/2, n targets per site: if

     P >= 8 n / (c_b c_s^2 kappa^2) * v m^3 / (1 - f) * ln (2 (L - 1) v m / delta),

   then ILC recovers with probability at least 1 - delta. *)
Theorem theorem_2
  (V : finType) (m s L n : nat) (rule : nat -> V -> 'I_m -> {ffun 'I_s -> V})
  (v0 : V) (i0 : 'I_m) (sites : nat -> site s n)
  (CL : clusterer [finType of {ffun 'I_s -> V}] [finType of 'I_n * V] V)
  (kappa c_b c_s f delta : R) (P : nat) :
  let v := INR #|V| in
  (1 < L)%N -> (1 < #|V|)%N -> (0 < n)%N -> unambiguous rule -> valid_sites L sites ->
  0 < c_b -> balanced L rule v0 i0 sites (c_b / (v * INR m)) ->
  0 < c_s -> f < 1 -> separated L rule v0 i0 sites (c_s * sqrt (1 - f) / INR m) ->
  0 < kappa <= / 2 -> stable kappa CL ->
  0 < delta <= 1 ->
  8 * INR n / (c_b * c_s ^ 2 * kappa ^ 2) * (v * INR m ^ 3 / (1 - f)) *
    ln (2 * INR L.-1 * v * INR m / delta) <= INR P ->
  1 - delta <= \rsum_(ws : P.-tuple (Om V m s L) | recoveredb rule v0 sites CL ws)
                 (\rprod_(w <- ws) mu s L v0 i0 w).
Proof.
move=> v HL HV Hn Hinj Hsites Hcb Hbal Hcs Hf Hsep Hk HCL Hdelta HP.
have Hn' : 0 < INR n by apply: lt_0_INR; apply/ltP.
have Hm : 0 < INR m by rewrite -(card_ord m); apply: card_posR.
have Hv : 0 < v := card_posR v0; have Hvm : 0 < v * INR m by apply: Rmult_lt_0_compat.
have Hp : 0 < c_b / (v * INR m) by apply: Rdiv_lt_0_compat.
have Hs : 0 < sqrt (1 - f) by apply: sqrt_lt_R0; lra.
have HD : 0 < c_s * sqrt (1 - f) / INR m by apply: Rdiv_lt_0_compat => //; apply: Rmult_lt_0_compat.
apply: (theorem_2_eight HL HV Hn Hinj Hsites Hp Hbal HD Hsep Hk HCL) => //.
have Esf : sqrt (1 - f) ^ 2 = 1 - f by rewrite pow2_sqrt; lra.
have Esn : sqrt (INR n) ^ 2 = INR n by rewrite pow2_sqrt; lra.
have Hsn : 0 < sqrt (INR n) by apply: sqrt_lt_R0.
rewrite -/v; set Lam := ln _ in HP *.
have := Rmult_le_compat_r _ _ _ (Rlt_le _ _ Hp) HP; apply: Rle_trans; apply: Req_le.
rewrite (_ : (kappa * _ / _) ^ 2 =
  kappa ^ 2 * (c_s ^ 2 * sqrt (1 - f) ^ 2 / INR m ^ 2) / sqrt (INR n) ^ 2).
  by rewrite Esf Esn; field; repeat split; lra.
by field; lra.
Qed.

(* The best site per level.  One fixed place may be hopeless (a symbol that never occurs there),
   but if at every level some candidate site is balanced with p_min and separated with Delta,
   then ILC with such a choice of sites recovers. *)
Theorem theorem_2_best_site
  (V : finType) (m s L n : nat) (rule : nat -> V -> 'I_m -> {ffun 'I_s -> V})
  (v0 : V) (i0 : 'I_m) (candidates : nat -> seq (site s n))
  (CL : clusterer [finType of {ffun 'I_s -> V}] [finType of 'I_n * V] V)
  (kappa p_min Delta eps delta : R) (P : nat) :
  let Lam := ln (2 * INR L.-1 * INR #|V| * INR m / delta) in
  (1 < L)%N -> (0 < n)%N -> unambiguous rule ->
  0 < p_min -> 0 < Delta ->
  (forall l, (l.+1 < L)%N -> exists S, [/\ List.In S (candidates l), valid_site L l S,
     balanced_at L rule v0 i0 l S p_min & separated_at L rule v0 i0 S Delta]) ->
  0 < kappa -> stable kappa CL ->
  0 < eps < 1 -> 0 < delta <= 1 ->
  2 * Lam / eps ^ 2 <= INR P * p_min ->
  INR n * (1 + sqrt Lam) ^ 2 / ((1 - eps) * (kappa * Delta) ^ 2) <= INR P * p_min ->
  exists sites : nat -> site s n,
    (forall l, (l.+1 < L)%N -> List.In (sites l) (candidates l)) /\
    1 - delta <= \rsum_(ws : P.-tuple (Om V m s L) | recoveredb rule v0 sites CL ws)
                   (\rprod_(w <- ws) mu s L v0 i0 w).
Proof.
move=> Lam HL Hn Hinj Hp HD Hex Hk HCL Heps Hdelta count_ok mean_ok.
have [S0 _] := Hex 0%N HL.
have choose b : (b < L)%N -> exists sites : nat -> site s n, forall l, (l < b)%N ->
    [/\ List.In (sites l) (candidates l), valid_site L l (sites l),
     balanced_at L rule v0 i0 l (sites l) p_min & separated_at L rule v0 i0 (sites l) Delta].
  elim: b => [|b IH] Hb; first by exists (fun=> S0).
  have [sites H] := IH (ltnW Hb); have [S HS] := Hex b Hb.
  exists (fun l => if l == b then S else sites l) => l; rewrite ltnS leq_eqVlt.
  by case: eqP => [->|_ /H].
have HL1 : (L.-1 < L)%N by rewrite ltn_predL; case: (L) HL.
have [sites H] := choose _ HL1; exists sites.
have {}H l (Hl : (l.+1 < L)%N) := H l (etrans (ltn_predRL l L) Hl).
split=> [l Hl|]; first by case: (H l Hl).
by apply: (theorem_2_instance HL Hn Hinj _ Hp _ HD _ Hk HCL Heps) => // l Hl; case: (H l Hl).
Qed.
