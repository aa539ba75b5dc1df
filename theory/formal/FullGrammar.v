(* If f = m / v^(s-1) = 1, every tuple is grammatical, all strings are equally likely whatever the
   rules, and nothing can be learned from them, whatever their number (the other side of Theorem 2
   of arXiv 2605.27734; TwoPoint.v says what an algorithm is and when it is right).  So f < 1 cannot
   be dropped from Theorem 2. *)
From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Probability Grammar Algorithm1 Recovery TwoPoint.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

Section Full.
Variables (V : finType) (m s L : nat) (v0 : V) (i0 : 'I_m).
Notation tup := {ffun 'I_s -> V}.
Notation Om := (Om V m s L).
Notation mu := (mu s L v0 i0).
Implicit Type rule : nat -> V -> 'I_m -> tup.
Hypothesis full : (#|V| ^ s = #|V| * m)%N.
Hypothesis L_gt0 : (0 < L)%N.

(* f = 1: every tuple is grammatical *)
Lemma rule_bij (R : V -> 'I_m -> tup) : injective (fun x : V * 'I_m => R x.1 x.2) ->
  bijective (fun x : V * 'I_m => R x.1 x.2).
Proof. by move=> /inj_card_bij; apply; rewrite card_prod card_ffun !card_ord full. Qed.

Lemma right_synonyms (R : V -> 'I_m -> tup) ans : injective (fun x : V * 'I_m => R x.1 x.2) ->
  right R ans -> forall u u', ans u u' = synonyms R u u'.
Proof.
move=> inj /forallP Hr u u'; have [g _ gK] := rule_bij inj.
rewrite -(gK u) -(gK u'); move: (g u) (g u') => x y.
have /forallP /(_ y) /eqP -> := Hr x; apply/eqP/existsP => [E|[a /andP [/existsP [i /eqP Ei]
  /existsP [i' /eqP Ei']]]].
  exists x.1; apply/andP; split; apply/existsP; first by exists x.2.
  by exists y.2; rewrite E.
by move: (inj (a, i) x Ei) (inj (a, i') y Ei') => <- <-.
Qed.

(* a string determines its derivation, as the rules are injective *)
Lemma visible_inj rule : unambiguous rule ->
  injective (visible rule : Om -> vis V s L).
Proof.
move=> inj w w' E.
have agree n q : (n <= L)%N -> size q = (L - n)%N -> sym rule w q = sym rule w' q /\
    ((0 < n)%N -> chs w q = chs w' q).
  elim: n q => [|n IH] q Hn Hq.
    split=> //; have /eqP Hq0 : size q = L by rewrite Hq subn0.
    by move/ffunP: E => /(_ (Tuple Hq0)); rewrite !ffunE.
  suff : (sym rule w q, chs w q) = (sym rule w' q, chs w' q) by move=> [-> ->].
  apply: (inj (size q)); rewrite -!kidsE; apply/ffunP => x; rewrite !ffunE.
  by apply: (IH _ (ltnW Hn) _).1; rewrite /= Hq subnSK.
case: w w' agree {E} => [r c] [r' c'] agree; congr pair; last apply/ffunP => y.
  by have [] := agree L [::] (leqnn L); rewrite ?subnn.
have Hy : (size y < L)%N by apply: leq_ltn_trans (size_bseq y) _; rewrite prednK.
have [|_ ] := agree (L - size y)%N y (leq_subr _ _); first by rewrite subKn // ltnW.
by rewrite subn_gt0 Hy /chs /insub_bseq valKd; apply.
Qed.

Lemma visible_bij rule : unambiguous rule ->
  bijective (visible rule : Om -> vis V s L).
Proof.
move=> /visible_inj /inj_card_bij; apply.
rewrite card_prod !card_ffun card_tuple card_bseq !card_ord (prednK L_gt0).
elim: (L) => [|n IH]; first by rewrite big_ord0 expn0 expn1 muln1.
by rewrite big_ord_recr /= expnD mulnA expnS expnM full expnMn leq_mul2r IH orbT.
Qed.

Lemma full_grammar_law rule x : unambiguous rule ->
  Pr mu (fun w => visible rule w == x) = / INR #|Om|.
Proof.
move=> /visible_bij [g gK Kg]; rewrite PrE (big_pred1 (g x)) // => w /=.
by apply/eqP/eqP => [<-|->].
Qed.

(* If every tuple is grammatical, no algorithm tells any two grammars apart: for every depth d at
   which their synonyms differ, it errs for one of them with probability at least one half. *)
Theorem full_grammar_impossible rule rule' (d : nat) :
  unambiguous rule ->
  unambiguous rule' ->
  (exists u, exists u', synonyms (rule d) u u' != synonyms (rule' d) u u') ->
  forall (P : nat) (alg : seq (vis V s L) -> tup -> tup -> bool),
  1 <= Prs mu P (fun ws => ~~ right (rule d) (alg (map (visible rule) ws))) +
       Prs mu P (fun ws => ~~ right (rule' d) (alg (map (visible rule') ws))).
Proof.
move=> inj inj' [u [u' differ]]; apply: two_point => [x|ans].
  by rewrite !full_grammar_law.
apply/andP => -[/(right_synonyms (inj d)) E /(right_synonyms (inj' d)) E'].
by move: differ; rewrite -E -E' eqxx.
Qed.
End Full.
