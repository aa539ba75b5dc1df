(* Euclidean vectors indexed by a finite type: norm, distance, triangle inequality; the
   concatenated one-hot vectors of n targets and their empirical mean. *)
From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

Section Norm.
Variable J : finType.
Implicit Types (x y z : J -> R).

Definition dot x y := \rsum_(j : J) (x j * y j).
Definition norm x := sqrt (\rsum_(j : J) (x j ^ 2)).
Definition dst x y := norm (fun j => x j - y j).

Lemma nsq_ge0 x : 0 <= \rsum_(j : J) (x j ^ 2).
Proof. by apply: rsum_ge0 => j _; apply: pow2_ge_0. Qed.

Lemma norm_ge0 x : 0 <= norm x. Proof. exact: sqrt_pos. Qed.

Lemma norm_sq x : norm x ^ 2 = \rsum_(j : J) (x j ^ 2).
Proof. by rewrite /norm pow2_sqrt //; apply: nsq_ge0. Qed.

Lemma norm_ext x y : (forall j, x j = y j) -> norm x = norm y.
Proof. by move=> H; rewrite /norm; congr sqrt; apply: eq_bigr => j _; rewrite H. Qed.

Lemma norm_reindex (p : J -> J) x : injective p -> norm (fun j => x (p j)) = norm x.
Proof.
move=> Hp; rewrite /norm; congr sqrt.
by rewrite [RHS](reindex p) //; apply: onW_bij; apply: injF_bij.
Qed.

Lemma nsq_lin x y a b : \rsum_(j : J) ((a * x j + b * y j) ^ 2) =
  a ^ 2 * norm x ^ 2 + 2 * a * b * dot x y + b ^ 2 * norm y ^ 2.
Proof. by rewrite !norm_sq /dot !rsumZ -!rsumD; apply: eq_bigr => j _; ring. Qed.

Lemma cauchy_schwarz x y : dot x y <= norm x * norm y.
Proof.
have Hx := norm_ge0 x; have Hy := norm_ge0 y.
have H : 0 <= (norm y ^ 2) * norm x ^ 2 * (norm y ^ 2) - norm y ^ 2 * (dot x y) ^ 2.
  have := nsq_ge0 (fun j => norm y ^ 2 * x j + - dot x y * y j).
  by rewrite nsq_lin; nra.
case: (Req_dec (norm y) 0) => [y0|yn0].
  have yj j : y j = 0.
    have : y j ^ 2 <= \rsum_(j : J) (y j ^ 2).
      by apply: (@rsum_eq0 _ (fun j => y j ^ 2) predT) => // k _; apply: pow2_ge_0.
    by rewrite -norm_sq y0; nra.
  rewrite /dot big1; first by rewrite y0; lra.
  by move=> j _; rewrite yj; ring.
have Hy' : 0 < norm y ^ 2 by nra.
have H2 : (dot x y) ^ 2 <= (norm x * norm y) ^ 2.
  by apply: (Rmult_le_reg_l (norm y ^ 2)) => //; nra.
have H3 : 0 <= norm x * norm y by nra.
case: (Rle_dec (dot x y) 0) => [|/Rnot_le_lt Hd]; first lra.
by nra.
Qed.

Lemma norm_triangle x y : norm (fun j => x j + y j) <= norm x + norm y.
Proof.
have H : norm (fun j => x j + y j) ^ 2 <= (norm x + norm y) ^ 2.
  rewrite norm_sq (eq_bigr (fun j => (1 * x j + 1 * y j) ^ 2)); last by move=> j _; ring.
  by rewrite nsq_lin; have := cauchy_schwarz x y; lra.
have := norm_ge0 x; have := norm_ge0 y; have := norm_ge0 (fun j => x j + y j) => H1 H2 H3.
by apply: Rsqr_incr_0; rewrite ?/Rsqr; nra.
Qed.

Lemma norm_scal a x : norm (fun j => a * x j) = Rabs a * norm x.
Proof.
rewrite /norm (eq_bigr (fun j => a ^ 2 * x j ^ 2)); last by move=> j _; ring.
rewrite -rsumZ sqrt_mult; [|exact: pow2_ge_0|exact: nsq_ge0].
by rewrite -(sqrt_Rsqr_abs a) /Rsqr -[a ^ 2]/(a * (a * 1)) Rmult_1_r.
Qed.

Lemma norm_sub_le x y : norm x - norm y <= norm (fun j => x j - y j).
Proof.
have := norm_triangle (fun j => x j - y j) y.
by rewrite (@norm_ext (fun j => _ + _) x) => [|j]; [lra|ring].
Qed.

Lemma dst_sym x y : dst x y = dst y x.
Proof. by rewrite /dst /norm; congr sqrt; apply: eq_bigr => j _; ring. Qed.

Lemma dst_tri x y z : dst x z <= dst x y + dst y z.
Proof.
rewrite /dst; apply: Rle_trans _ (norm_triangle (fun j => x j - y j) (fun j => y j - z j)).
by apply: Req_le; apply: norm_ext => j; ring.
Qed.
End Norm.

(* renaming the entries of a tuple *)
Definition relabel (I : finType) (V : Type) (p : V -> V) (u : {ffun I -> V}) : {ffun I -> V} :=
  [ffun i => p (u i)].

Section OneHot.
Variables (n : nat) (V : finType).
Implicit Types (y : {ffun 'I_n -> V}) (ys : seq {ffun 'I_n -> V}).

(* the n one-hot vectors of the n targets, one after the other *)
Definition onehots y (kz : 'I_n * V) : R := ind (y kz.1 == kz.2).

(* the empirical mean of the one-hot vectors of a list of draws *)
Definition empirical ys (kz : 'I_n * V) : R :=
  / INR (size ys) * \rsum_(y <- ys) onehots y kz.

Lemma rsum_onehots y : \rsum_(kz : 'I_n * V) onehots y kz = INR n.
Proof.
rewrite -(pair_bigA _ (fun k z => onehots y (k, z))) /=.
rewrite (eq_bigr (fun=> 1)) ?rsum_constT ?card_ord => [|k _]; first by rewrite Rmult_1_r.
rewrite (bigD1 (y k)) //= /onehots eqxx big1 ?Rplus_0_r // => z.
by rewrite eq_sym /ind /= => /negbTE ->.
Qed.

Lemma onehots_dst y y' : dst (onehots y) (onehots y') <= sqrt (2 * INR n).
Proof.
apply: sqrt_le_1_alt.
apply: (Rle_trans _ (\rsum_(kz : 'I_n * V) (onehots y kz + onehots y' kz))).
  by apply: rsum_le => kz _; rewrite /onehots /ind; do 2!case: (_ == _); lra.
by rewrite rsumD !rsum_onehots; lra.
Qed.

(* renaming the tokens renames the coordinates *)
Lemma empirical_map (p : V -> V) ys k z : injective p ->
  empirical (map (relabel p) ys) (k, p z) = empirical ys (k, z).
Proof.
move=> Hp; rewrite /empirical size_map big_map; congr (_ * _).
by apply: eq_bigr => y _; rewrite /onehots ffunE (inj_eq Hp).
Qed.
End OneHot.
