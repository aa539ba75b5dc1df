(* Assumption 1 of the paper, checked on a grammar given as data: at one site, every rule at least
   as likely as p_min (balance), and every two centres at squared distance at least the claimed one
   (separation).  Both compare integers. *)
From Coq Require Import Reals Lra ZArith QArith Qreals.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Probability Vectors Site Grammar Lemma1 Assumptions.
From OwnLatents Require Import Rows Tables Laws SiteData Centres.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(* p_min v m^(depth of the parent + 1) <= weight, multiplied by the denominator of p_min *)
Definition balance_check (g : grammar_data) (x : site_data) (p_min : Q) cs : bool :=
  let v := Z.of_nat (symbols g) in
  let m := Z.of_nat (synonyms g) in
  let least := (Qnum p_min * (v * m ^ Z.of_nat (size (gp_path x)).+2))%Z in
  all (fun c => (least <=? weight c * Zpos (Qden p_min))%Z) cs.

(* separation <= |J_a / (m A_a) - J_b / (m A_b)|^2 with the square expanded, multiplied by the
   denominators; J the rows of joint counts, A the weight *)
Definition far (v : nat) (m : Z) (separation : Q) (a b : centre_data) : bool :=
  let ab := (weight a * weight b)%Z in
  (Qnum separation * (m * m * (ab * ab)) +
     2 * Zpos (Qden separation) * ab * gram v (joints a) (joints b) <=?
   Zpos (Qden separation) *
     (sq_length a * (weight b * weight b) + sq_length b * (weight a * weight a)))%Z.

Definition separation_check (g : grammar_data) (separation : Q) cs : bool :=
  pairwise (far (symbols g) (Z.of_nat (synonyms g)) separation) cs.

Lemma squares_expand (I J : finType) (f h : I -> J -> R) c d :
  \rsum_(k : I) \rsum_(y : J) ((f k y / c - h k y / d) ^ 2) =
  (\rsum_(k : I) \rsum_(y : J) (f k y * f k y)) / c ^ 2 +
  (\rsum_(k : I) \rsum_(y : J) (h k y * h k y)) / d ^ 2 -
  2 * (\rsum_(k : I) \rsum_(y : J) (f k y * h k y)) / (c * d).
Proof.
rewrite /Rdiv [2 * _]Rmult_comm Rmult_assoc !rsumZr -rsumD -rsumB; apply: eq_bigr => k _.
rewrite !rsumZr -rsumD -rsumB; apply: eq_bigr => y _.
by have sq u : u ^ 2 = u * u; [ring|rewrite !sq !Rinv_mult; ring].
Qed.

Section Soundness.
Variables (g : grammar_data) (n l : nat) (x : site_data).
Hypotheses (Hg : well_formed g) (Hx : site_fits g n l x) (Hl : (l.+1 < depth g)%N).
Notation V := (Symbol g).
Notation L := (depth g).
Notation mu := (mu (V := V) (m := (synonyms g).-1.+1) (arity g).-1.+1 L ord0 ord0).
Notation S := (site_of g n x).
Notation v := (INR (symbols g)).
Notation m := (INR (synonyms g)).
Notation centre_at a := (centre_at g x a).

Lemma den_pos q : 0 < IZR (Zpos (Qden q)).
Proof. exact: IZR_lt. Qed.

(* Balanced: every rule is at least as likely at the site as claimed. *)
Lemma parent_balanced p_min (a : V) : balance_check g x p_min (centres g x) ->
  Q2R p_min <= Pr mu (fun w => parent_at (rule_of g) S w == a) / m.
Proof.
move=> /(all_nthP (CentreData 0 0 [::])) /(_ a (size_centres x Hg a)) /Z.leb_le /IZR_le.
have Hv := v_pos Hg; have Hm := m_pos Hg; have Hq := den_pos p_min.
have Hmp : 0 < m ^ (size (gp_path x)).+1 by apply: pow_lt.
rewrite (parent_law Hg Hx Hl) !mult_IZR -pow_IZR -!INR_IZR_INZ /Q2R -[m ^ _.+2]/(m * m ^ _.+1).
have cross (p q c e f k : R) : 0 < q -> 0 < e -> 0 < f -> 0 < k ->
    p * (e * (k * f)) <= c * q -> p * / q <= c / (e * f) / k.
  move=> Hq0 He Hf Hk H; apply: (Rmult_le_reg_r (q * (e * (k * f)))).
    by do 3! apply: Rmult_lt_0_compat => //.
  have -> : p * / q * (q * (e * (k * f))) = p * (e * (k * f)) by field; lra.
  by have -> : c / (e * f) / k * (q * (e * (k * f))) = c * q by field; repeat split; lra.
exact: cross.
Qed.

Theorem balance_sound p_min : balance_check g x p_min (centres g x) ->
  balanced_at L (rule_of g) ord0 ord0 l S (Q2R p_min).
Proof.
move=> Hbal a i; rewrite Pr_tuple //; last exact: site_of_valid; last exact: rule_of_inj.
by rewrite mE //; apply: parent_balanced.
Qed.

Variable p_min : Q.
Hypotheses (Hp : 0 < Q2R p_min) (Hbal : balance_check g x p_min (centres g x)).

Lemma weight_pos (a : V) : 0 < IZR (weight (centre_at a)).
Proof.
have : 0 < Pr mu (fun w => parent_at (rule_of g) S w == a) / m.
  exact: Rlt_le_trans Hp (parent_balanced a Hbal).
have Hv := v_pos Hg; have Hm := m_pos Hg.
rewrite (parent_law Hg Hx Hl); have Hmp : 0 < v * m ^ (size (gp_path x)).+1 * m.
  by do 2! apply: Rmult_lt_0_compat => //; apply: pow_lt.
move=> /(Rmult_lt_compat_r _ _ _ Hmp); rewrite Rmult_0_l; congr (_ < _); field.
by repeat split; try apply: pow_nonzero; lra.
Qed.

(* Separated: the centres of two symbols are at least as far apart as claimed. *)
Lemma centres_far separation (a b : V) : separation_check g separation (centres g x) -> (a < b)%N ->
  Q2R separation <= \rsum_(k : 'I_n) \rsum_(y : V)
    ((cell (nth [::] (joints (centre_at a)) k) y / (m * IZR (weight (centre_at a))) -
      cell (nth [::] (joints (centre_at b)) k) y / (m * IZR (weight (centre_at b)))) ^ 2).
Proof.
move=> Hsep Hab.
have /Z.leb_le /IZR_le := (pairwiseP (CentreData 0 0 [::]) Hsep) a b (size_centres x Hg a)
  (size_centres x Hg b) Hab.
rewrite squares_expand -!/(Centres.centre_at g x _) !(sq_lengthE _ Hg).
rewrite plus_IZR !mult_IZR plus_IZR !mult_IZR -INR_IZR_INZ.
rewrite !(gramE (n := n) Hg) ?(size_joints Hg Hx) //.
rewrite /Q2R; move: (weight_pos a) (weight_pos b) (den_pos separation) (m_pos Hg).
move: (IZR (Qnum _)) (IZR (Zpos (Qden _))) (IZR (weight _)) (IZR (weight _)) => p q B A.
set ab := \rsum_(k : 'I_n) _; set aa := \rsum_(k : 'I_n) _; set bb := \rsum_(k : 'I_n) _.
move=> HA HB Hq Hm H.
have Hd : 0 < q * (m * m * (A * B * (A * B))) by repeat apply: Rmult_lt_0_compat.
apply: (Rmult_le_reg_r _ _ _ Hd).
have -> : p * / q * (q * (m * m * (A * B * (A * B)))) = p * (m * m * (A * B * (A * B))).
  by field; lra.
have -> : (aa / (m * A) ^ 2 + bb / (m * B) ^ 2 - 2 * ab / (m * A * (m * B))) *
    (q * (m * m * (A * B * (A * B)))) = q * (aa * (B * B) + bb * (A * A)) - 2 * q * (A * B) * ab.
  by field; repeat split; lra.
by lra.
Qed.

Theorem separation_sound separation : separation_check g separation (centres g x) ->
  separated_at L (rule_of g) ord0 ord0 S (sqrt (Q2R separation)).
Proof.
move=> Hsep; suff far_apart (a b : V) : (a < b)%N -> sqrt (Q2R separation) <=
    dst (centre L (rule_of g) ord0 ord0 S a) (centre L (rule_of g) ord0 ord0 S b).
  move=> a b Hab; case: (ltngtP a b) => [|lt|E]; first exact: far_apart.
    by rewrite dst_sym; apply: far_apart.
  by move: Hab; rewrite (val_inj E) eqxx.
move=> Hab; apply: sqrt_le_1_alt; apply: Rle_trans (centres_far Hsep Hab) _; apply: Req_le.
rewrite pair_bigA; apply: eq_bigr => -[k y] _.
by rewrite !(centreE Hg Hx Hl) //; apply: weight_pos.
Qed.
End Soundness.
