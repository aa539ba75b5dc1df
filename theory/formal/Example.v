(* The hypotheses of Theorem 2 can be met: an infinite family of grammars, v = m = k + 2 symbols,
   s = 3, any depth L >= 2, f = m / v^(s-1) = 1/v, is balanced and separated with c_b = c_s = 1,
   and farthest-first traversal clusters it; the sample size is then an explicit number. *)
From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Probability Site Grammar Lemma1 Assumptions FarthestFirst.
From OwnLatents Require Import Recovery Theorem2.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

Section Family.
Variables (k L : nat).
Hypothesis HL : (1 < L)%N.
Let v := k.+2.
Let V := [finType of 'I_v].
Notation Om := (Om V v 3 L).

(* symbol a generates the tuples (a, i, a), i = 1 ... m *)
Definition rule3 (d : nat) (a : V) (i : 'I_v) : {ffun 'I_3 -> V} :=
  [ffun t => if t == inord 1 then i else a].

(* the tuple under the leftmost grandparent's first child; the target is the first token below its
   last child *)
Definition site3 (l : nat) : site 3 1 := {|
  grandparent := nseq (L - l.+2) ord0;
  place := ord0;
  cousin := fun=> inord 2;
  token := fun=> ord0 |}.

Let v0 : V := ord0.
Let i0 : 'I_v := ord0.
Notation mu3 := (mu 3 L v0 i0).

Lemma outer_neq : (ord0 == inord 1 :> 'I_3) = false /\ (inord 2 == inord 1 :> 'I_3) = false.
Proof. by split; apply/eqP => /(congr1 val); rewrite /= !inordK. Qed.

Lemma rule3_inj : unambiguous rule3.
Proof.
move=> d [a i] [b j] /= /ffunP E; have [o0 _] := outer_neq.
by have := E ord0; have := E (inord 1); rewrite !ffunE eqxx o0 => -> ->.
Qed.

Lemma site3_valid : valid_sites L site3.
Proof.
move=> l Hl; apply/valid_siteP; split; first by rewrite size_nseq.
by move=> j; apply/eqP => /(congr1 val); rewrite /= inordK.
Qed.

(* parent and target both equal the root *)
Lemma sym3 (w : Om) p : all (fun t => (t == ord0) || (t == inord 2)) p -> sym rule3 w p = w.1.
Proof.
have [o0 o2] := outer_neq; elim: p => [|t p IH] //= /andP [Ht Hp]; rewrite ffunE.
by case/orP: Ht => /eqP ->; rewrite ?o0 ?o2 IH.
Qed.

Lemma parent3 l (w : Om) : parent_at rule3 (site3 l) w = w.1.
Proof. by rewrite /parent_at sym3 //= all_nseq eqxx orbT. Qed.

Lemma target3 l (w : Om) j : targets_at rule3 (site3 l) w j = w.1.
Proof. by rewrite ffunE sym3 //= all_nseq !eqxx !orbT. Qed.

Lemma Pr_parent3 l a : Pr mu3 (fun w => parent_at rule3 (site3 l) w == a) = / INR v.
Proof.
have -> : INR v = INR #|V| by rewrite card_ord.
by rewrite -(root_uniform 3 L v0 i0 a); apply: Ex_ext => w; rewrite parent3.
Qed.

Lemma v_ge2 : 2 <= INR v.
Proof. by rewrite -[2]/(INR 2); apply/le_INR/leP. Qed.

(* so the centre of a is the one-hot vector of a *)
Lemma centre3 l a jz : centre L rule3 v0 i0 (site3 l) a jz = ind (a == jz.2).
Proof.
have Hv := v_ge2; rewrite /centre (_ : Pr mu3 (fun w => _ && _) =
  ind (a == jz.2) * Pr mu3 (fun w => parent_at rule3 (site3 l) w == a)).
  by rewrite Pr_parent3; field; lra.
rewrite -Ex_Z; apply: Ex_ext => w; rewrite target3 parent3 /ind.
by case: (altP (w.1 =P a)) => [->|_] /=; case: ifP => _; ring.
Qed.

Lemma balanced3 : balanced L rule3 v0 i0 site3 (1 / (INR #|V| * INR v)).
Proof.
move=> l Hl a i; rewrite (Pr_tuple v0 i0 rule3_inj Hl (site3_valid Hl)) Pr_parent3 card_ord.
by have Hv := v_ge2; apply: Req_le; field; lra.
Qed.

Lemma separated3 : separated L rule3 v0 i0 site3 (1 * sqrt (1 - / INR v) / INR v).
Proof.
move=> l Hl a b Hab; have Hv := v_ge2.
apply: (Rle_trans _ 1).
  have Hi : 0 < / INR v <= 1 by split; [apply: Rinv_0_lt_compat; lra|rewrite -Rinv_1;
    apply: Rinv_le_contravar; lra].
  have H : sqrt (1 - / INR v) <= 1 by rewrite -[X in _ <= X]sqrt_1; apply: sqrt_le_1_alt; lra.
  by have := sqrt_pos (1 - / INR v); rewrite /Rdiv; nra.
rewrite -sqrt_1; apply: sqrt_le_1_alt.
apply: Rle_trans (@rsum_eq0 _ _ predT (ord0, a) _ _) => // [|j _]; last exact: pow2_ge_0.
by rewrite !centre3 /= eqxx eq_sym (negbTE Hab) /ind; lra.
Qed.

(* Theorem 2 on the family: P >= 200 v^4 / (1 - 1/v) ln (2 (L-1) v^2 / delta) strings suffice. *)
Theorem family_recovery (P : nat) (delta : R) : 0 < delta <= 1 ->
  200 * (INR v ^ 4 / (1 - / INR v)) * ln (2 * INR L.-1 * INR v * INR v / delta) <= INR P ->
  1 - delta <= \rsum_(ws : P.-tuple Om |
                  recoveredb rule3 v0 site3
                    (farthest_first_clusterer v0 (enum {: {ffun 'I_3 -> V}})) ws)
                 (\rprod_(w <- ws) mu3 w).
Proof.
move=> Hdelta HP; have Hv := v_ge2; have cV : #|V| = v by rewrite card_ord.
have Hf : / INR v < 1 by rewrite -Rinv_1; apply: Rinv_lt_contravar; lra.
apply: (theorem_2 HL _ _ rule3_inj site3_valid _ balanced3 _ Hf separated3 (kappa := / 5)) => //.
- by rewrite cV.
- lra.
- lra.
- lra.
- by apply: farthest_first_stable => [u|]; [rewrite mem_enum|lra].
- by apply: Rle_trans HP; rewrite cV; apply: Req_le; rewrite -[INR 1]/1; field; lra.
Qed.
End Family.
