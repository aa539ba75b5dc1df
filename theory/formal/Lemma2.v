(* Lemma 2 of the paper, Appendix B.2: concentration of the empirical context vector, for n
   targets at once.  The n targets of one string may depend on each other in any way; the strings
   are independent.  For n = 1 the constants are the paper's. *)
From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Hoeffding Probability McDiarmid Vectors.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(* mean and variance of a sum of i.i.d. variables *)
Section Variance.
Variables (T : finType) (g : dist T) (h : T -> R).

Lemma Es_centred N : Es g N (fun s => \rsum_(y <- s) h y - INR N * Ex g h) = 0.
Proof.
elim: N => [|N IH]; first by rewrite /= big_nil -[INR 0]/0; ring.
rewrite /= (@Ex_ext _ _ _ (fun t => h t + - Ex g h)); first by rewrite Ex_D Ex_const; ring.
move=> t; rewrite (@Es_ext _ _ _ _ (fun s => (h t - Ex g h) +
  (\rsum_(y <- s) h y - INR N * Ex g h))); first by rewrite Es_D Es_const IH; ring.
by move=> s _; rewrite big_cons S_INR; ring.
Qed.

Lemma Es_variance N : Es g N (fun s => (\rsum_(y <- s) h y - INR N * Ex g h) ^ 2) =
  INR N * (Ex g (fun y => h y ^ 2) - Ex g h ^ 2).
Proof.
elim: N => [|N IH]; first by rewrite /= big_nil -[INR 0]/0; ring.
rewrite /= (@Ex_ext _ _ _ (fun t => h t ^ 2 + (- 2 * Ex g h * h t +
  (Ex g h ^ 2 + INR N * (Ex g (fun y => h y ^ 2) - Ex g h ^ 2))))).
  by rewrite !Ex_D Ex_Z !Ex_const S_INR; ring.
move=> t; rewrite (@Es_ext _ _ _ _ (fun s => (h t - Ex g h) ^ 2 + (2 * (h t - Ex g h) *
  (\rsum_(y <- s) h y - INR N * Ex g h) + (\rsum_(y <- s) h y - INR N * Ex g h) ^ 2))).
  by rewrite !Es_D Es_const Es_Z Es_centred IH; ring.
by move=> s _; rewrite big_cons S_INR; ring.
Qed.
End Variance.

Section Lemma2.
Variables (n : nat) (V : finType) (g : dist [finType of {ffun 'I_n -> V}]).
Implicit Type ys : seq {ffun 'I_n -> V}.

(* phi, the mean of the one-hot vectors, and the distance of the empirical mean to it *)
Definition population (kz : 'I_n * V) : R := Ex g (fun y => onehots y kz).
Definition deviation ys : R := dst (empirical ys) population.

(* Lemma 2, Appendix B.2, second moment: E ||phihat - phi||^2 = (n - ||phi||^2) / N *)
Theorem context_second_moment N : (0 < N)%N ->
  Es g N (fun ys => deviation ys ^ 2) = (INR n - norm population ^ 2) / INR N.
Proof.
move=> HN; have HN' : 0 < INR N by apply: lt_0_INR; apply/ltP.
rewrite (@Es_ext _ _ _ _ (fun ys => \rsum_(kz : 'I_n * V) ((/ INR N) ^ 2 *
  (\rsum_(y <- ys) onehots y kz - INR N * population kz) ^ 2))) => [|ys Hs]; last first.
  by rewrite /deviation norm_sq; apply: eq_bigr => kz _; rewrite /empirical Hs; field; lra.
rewrite Es_sum (eq_bigr (fun kz => / INR N * (population kz - population kz ^ 2))).
  rewrite -rsumZ rsumB norm_sq /population -Ex_sum.
  rewrite (@Ex_ext _ _ _ (fun=> INR n)) => [|y]; last exact: rsum_onehots.
  by rewrite Ex_const /Rdiv Rmult_comm.
move=> kz _; rewrite Es_Z Es_variance -/(population kz).
rewrite (@Ex_ext _ _ _ (fun y => onehots y kz)) -/(population kz); first by field; lra.
by move=> y; rewrite /onehots /ind; case: (_ == _); ring.
Qed.

(* Lemma 2, Appendix B.2, mean: E ||phihat - phi|| <= sqrt (n / N) *)
Lemma context_mean N : (0 < N)%N -> Es g N deviation <= sqrt (INR n / INR N).
Proof.
move=> HN; have HN' : 0 < INR N by apply: lt_0_INR; apply/ltP.
apply: Rle_trans (Rle_abs _) _; rewrite -sqrt_Rsqr_abs; apply: sqrt_le_1_alt.
apply: (Rle_trans _ (Es g N deviation ^ 2)); first by rewrite /Rsqr /pow; lra.
apply: Rle_trans (Es_sqr_le _ _ _) _; rewrite context_second_moment //.
apply: Rmult_le_compat_r; first by left; apply: Rinv_0_lt_compat.
by have := pow2_ge_0 (norm population); lra.
Qed.

(* replacing one draw moves phihat by at most sqrt (2 n) / N *)
Lemma deviation_bdiff N : (0 < N)%N -> bdiff N (sqrt (2 * INR n) / INR N) deviation.
Proof.
move=> HN s1 s2 x y Hs; have HN' : 0 < INR N by apply: lt_0_INR; apply/ltP.
apply: Rle_trans (norm_sub_le _ _) _.
rewrite (@norm_ext _ _ (fun kz => / INR N * (onehots x kz - onehots y kz))).
  rewrite norm_scal Rabs_right; last by apply: Rle_ge; left; apply: Rinv_0_lt_compat.
  rewrite /Rdiv Rmult_comm; apply: Rmult_le_compat_r; last exact: onehots_dst.
  by left; apply: Rinv_0_lt_compat.
have sz z : size (s1 ++ z :: s2) = N by rewrite size_cat /= addnS.
by move=> kz; rewrite /empirical !sz !big_cat !big_cons /=; ring.
Qed.

(* Lemma 2, Appendix B.2: Pr[ ||phihat - phi|| >= sqrt (n / N) + t ] <= exp (- N t^2 / n) *)
Theorem context_concentration N t : (0 < n)%N -> (0 < N)%N -> 0 <= t ->
  Prs g N (fun ys => Rgeb (deviation ys) (sqrt (INR n / INR N) + t)) <=
    exp (- (INR N * t ^ 2 / INR n)).
Proof.
move=> Hn HN Ht; have HN' : 0 < INR N by apply: lt_0_INR; apply/ltP.
have Hn' : 0 < INR n by apply: lt_0_INR; apply/ltP.
have Hc : 0 < sqrt (2 * INR n) / INR N.
  by apply: Rdiv_lt_0_compat => //; apply: sqrt_lt_R0; lra.
have M := mcdiarmid g HN Hc Ht (deviation_bdiff HN).
apply: (Rle_trans _ (Prs g N (fun ys => Rgeb (deviation ys - Es g N deviation) t))).
  by apply: Prs_le => ys Hs /RgebP H; apply/RgebP; have := context_mean HN; lra.
apply: Rle_trans M _; apply: Req_le; congr exp; congr (- _).
rewrite /Rdiv Rpow_mult_distr pow2_sqrt; last lra.
by rewrite pow_inv; field; lra.
Qed.

(* Lemma 2 read from the probability: with probability at least 1 - exp (- Lam) the deviation is
   below sqrt (n / N) (1 + sqrt Lam), or any larger r. *)
Corollary context_threshold N r Lam : (0 < n)%N -> (0 < N)%N -> 0 < r -> 0 <= Lam ->
  INR n * (1 + sqrt Lam) ^ 2 <= INR N * r ^ 2 ->
  Prs g N (fun ys => Rgeb (deviation ys) r) <= exp (- Lam).
Proof.
move=> Hn HN Hr HL H; have HN' : 0 < INR N by apply: lt_0_INR; apply/ltP.
have Hn' : 0 < INR n by apply: lt_0_INR; apply/ltP.
set e := sqrt (INR n / INR N); have He : 0 < e by apply: sqrt_lt_R0; apply: Rdiv_lt_0_compat.
have Ee : e ^ 2 = INR n / INR N by rewrite pow2_sqrt //; left; apply: Rdiv_lt_0_compat.
have Hs := sqrt_pos Lam.
have H2 : (e * (1 + sqrt Lam)) ^ 2 <= r ^ 2.
  rewrite Rpow_mult_distr Ee; apply: (Rmult_le_reg_l (INR N)) => //.
  by apply: Rle_trans H; apply: Req_le; field; lra.
have H3 : e * (1 + sqrt Lam) <= r by apply: Rsqr_incr_0; rewrite ?/Rsqr; nra.
have H4 : 0 <= r - e by nra.
apply: (Rle_trans _ (Prs g N (fun ys => Rgeb (deviation ys) (e + (r - e))))).
  by apply: Prs_le => ys _ /RgebP H5; apply/RgebP; lra.
apply: Rle_trans (context_concentration Hn HN H4) _; apply: exp_le.
have H5 : Lam <= ((r - e) / e) ^ 2.
  rewrite -[X in X <= _](pow2_sqrt Lam) //; apply: pow_incr; split=> //.
  by apply: (Rmult_le_reg_r e) => //; rewrite /Rdiv Rmult_assoc Rinv_l; lra.
rewrite (_ : INR N * (r - e) ^ 2 / INR n = (r - e) ^ 2 / e ^ 2); last by rewrite Ee; field; lra.
by rewrite /Rdiv Rpow_mult_distr pow_inv in H5; rewrite /Rdiv; lra.
Qed.
End Lemma2.

(* two mean vectors are at most sqrt (2 n) apart *)
Lemma population_dst (n : nat) (V : finType) (g g' : dist [finType of {ffun 'I_n -> V}]) :
  dst (population g) (population g') <= sqrt (2 * INR n).
Proof.
have Hp (h : dist [finType of {ffun 'I_n -> V}]) kz : 0 <= population h kz <= 1.
  split; first by rewrite -(Ex_const h 0); apply: Ex_le => y; exact: ind_ge0.
  by rewrite -(Ex_const h 1); apply: Ex_le => y; exact: ind_le1.
have Hs (h : dist [finType of {ffun 'I_n -> V}]) : \rsum_(kz : 'I_n * V) population h kz = INR n.
  by rewrite -Ex_sum -[RHS](Ex_const h); apply: Ex_ext => y; exact: rsum_onehots.
apply: sqrt_le_1_alt.
apply: (Rle_trans _ (\rsum_(kz : 'I_n * V) (population g kz + population g' kz))).
  by apply: rsum_le => kz _; have := Hp g kz; have := Hp g' kz; nra.
by rewrite rsumD !Hs; lra.
Qed.
