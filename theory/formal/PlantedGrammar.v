(* A grammar with f = 1/2 all of whose tuples are equally likely at every site, but two of whose
   symbols have the same context vectors (v = 4, m = s = L = 2).  Exchanging a rule between them
   does not change the law of the strings: no algorithm, from however many whole strings, learns
   the synonyms (the other side of Theorem 2 of arXiv 2605.27734; TwoPoint.v says what an algorithm
   is and when it is right).  So balance alone is not enough: whatever the algorithm, some condition
   must separate the symbols. *)
From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Probability Site Grammar Lemma1 Algorithm1 Assumptions.
From OwnLatents Require Import Recovery TwoPoint.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(* Symbols are pairs of bits (class, member).  At every depth rule i of (h, l) gives the pair
   (h, l), (1-h, i): every symbol is equally likely at each place, and the class of one child tells
   the class of the other but not its member. *)
Section Planted.
Notation V := [finType of (bool * bool)%type].
Notation tup := {ffun 'I_2 -> V}.
Let o0 : 'I_2 := ord0.
Let o1 : 'I_2 := ord_max.
Definition planted (d : nat) (c : V) (i : 'I_2) : tup :=
  [ffun t => if t == o0 then c else (~~ c.1, i != o0)].
(* in the other world (0,0) and (0,1) have exchanged their rules 0 below the root *)
Definition planted' (d : nat) : V -> 'I_2 -> tup :=
  if d == 1%N then exchange (planted d) (false, false) o0 (false, true) o0 else planted d.
Notation Om := (Om V 2 2 2).
Notation mu := (mu 2 2 ((false, false) : V) o0).

Lemma planted_unambiguous : unambiguous planted.
Proof.
move=> d [c i] [c' i'] /ffunP E; move: (E o0) (E o1) => {E}; rewrite !ffunE /= => -> /eqP.
rewrite xpair_eqE eqxx /= => /eqP E; congr pair; apply: val_inj.
by case: i i' E => [[|[|//]] Hi] [[|[|//]] Hi'].
Qed.

Lemma planted'_unambiguous : unambiguous planted'.
Proof.
move=> d; rewrite /planted'; case: eqP => _; last exact: planted_unambiguous.
exact: exchange_inj (@planted_unambiguous d).
Qed.

Lemma I2P (i : 'I_2) : i = o0 \/ i = o1.
Proof. by case: i => [[|[|//]] Hi]; [left|right]; apply: val_inj. Qed.

(* the derivation that gives the same string in the other world *)
Let top : node 2 2 := insub_bseq 1 [::].
Definition twin (w : Om) : Om :=
  if w.1.1 then if chs w [:: o1] == o0 then swap top o0 o1 w else w
  else if chs w [:: o0] == o0 then ((w.1.1, ~~ w.1.2), w.2) else w.

Lemma chs_rootswap (w : Om) u : chs (swap top o0 o1 w) [:: u] = chs w [:: u].
Proof. by rewrite chs_swap (@insub_node_eq 2 2). Qed.

Lemma twinK : involutive twin.
Proof.
move=> w; rewrite /twin; case E : (w.1.1).
  case F : (chs w [:: o1] == o0); last by rewrite E F.
  by rewrite chs_rootswap E F swapK.
case F : (chs w [:: o0] == o0); last by rewrite E F.
by rewrite /= F negbK -E; case: w {E F} => [[]].
Qed.

Lemma exchangedE c i : planted' 1 c i =
  planted 1 (if ~~ c.1 && (i == o0) then (c.1, ~~ c.2) else c) i.
Proof.
by rewrite /planted' /= /exchange /transpose !xpair_eqE; case: c => -[] [];
   have [-> | ->] := I2P i.
Qed.

Lemma twin_string w : visible planted' (twin w) = visible planted w.
Proof.
apply/ffunP => p; rewrite !ffunE; case/tupleP: p => t p; case/tupleP: p => u p; rewrite tuple0.
have two R (x : Om) : sym R x [:: t; u] = R 1%N (R 0%N x.1 (chs x [::]) u) (chs x [:: u]) t by [].
have E : chs (twin w) [:: u] = chs w [:: u].
  by rewrite /twin; do 2!case: ifP => // _; rewrite chs_rootswap.
have E0 : chs (twin w) [::] = if w.1.1 && (chs w [:: o1] == o0) then sw o0 o1 (chs w [::])
    else chs w [::].
  by rewrite /twin; case: (w.1.1) => /=; case: ifP => // _; rewrite chs_swap eqxx.
have E1 : (twin w).1 = if ~~ w.1.1 && (chs w [:: o0] == o0) then (w.1.1, ~~ w.1.2) else w.1.
  by rewrite /twin; case: (w.1.1) => /=; case: ifP.
rewrite !two E exchangedE E0 E1 -/(planted 0) {two E E0 E1}; congr (fun_of_fin (planted 1 _ _) t).
rewrite !ffunE /=; have [-> | ->] := I2P u; rewrite /=; case: (w.1) => -[] b /=.
- by [].
- by case: (chs w [:: o0] == o0) => /=; rewrite ?negbK.
- by have [-> | ->] := I2P (chs w [::]); case: (chs w [:: o1] == o0).
by case: (chs w [:: o0] == o0).
Qed.

Lemma planted_marginal t c : Pr mu (fun w => sym planted w [:: t] == c) = / 4.
Proof.
have four : INR #|V| = 4 by rewrite card_prod card_bool mult_INR -[INR 2]/(1 + 1); lra.
have [-> | ->] := I2P t.
  by rewrite -four -(root_uniform 2 2 (false, false) o0 c); apply: Ex_ext => w; rewrite /= ffunE.
pose B h (w : Om) := w.1.1 == h.
transitivity (Pr mu (fun w => B (~~ c.1) w && (chs w [::] == if c.2 then o1 else o0))).
  apply: Ex_ext => w; rewrite /= ffunE /B; congr ind; case: c (w.1.1) => [h b] h'.
  by have [-> | ->] := I2P (chs w [::]); case: h h' b => [] [] [].
rewrite split_at //.
have -> : Pr mu (B (~~ c.1)) = / 4 + / 4.
  rewrite -four -{1}(root_uniform 2 2 (false, false) o0 (~~ c.1, false)).
  rewrite -(root_uniform 2 2 (false, false) o0 (~~ c.1, true)) -Ex_D.
  apply: Ex_ext => -[[h b] f]; rewrite /B /=; case: b; case: (h =P ~~ c.1) => [->|N];
    rewrite !xpair_eqE ?eqxx ?andbF ?(introF eqP N) /ind /=; lra.
by rewrite -[INR 2]/(1 + 1); lra.
Qed.

(* Both planted grammars are unambiguous, have f = 1/2 and give every tuple the same probability
   1/(v m) = 1/8 at every site.  But no algorithm, from however many whole strings, tells the
   synonyms of the one from those of the other. *)
Theorem planted_grammar_impossible :
  (forall R, R = planted \/ R = planted' -> unambiguous R /\
     forall n (sites : nat -> site 2 n), valid_sites 2 sites ->
       balanced 2 R (false, false) o0 sites (/ 8)) /\
  forall (P : nat) (alg : seq (vis V 2 2) -> tup -> tup -> bool),
    1 <= Prs mu P (fun ws => ~~ right (planted 1) (alg (map (visible planted) ws))) +
         Prs mu P (fun ws => ~~ right (planted' 1) (alg (map (visible planted') ws))).
Proof.
split=> [R ER|].
  have inj : unambiguous R.
    by case: ER => ->; [exact: planted_unambiguous|exact: planted'_unambiguous].
  split=> // n sites ok [|//] Hl a i; have HS := ok _ Hl.
  rewrite (Pr_tuple _ _ inj Hl HS) /parent_at /tuple_path.
  have [/size0nil -> _] := valid_siteP _ _ _ HS.
  rewrite (_ : Pr _ _ = / 4); first by rewrite -[INR 2]/(1 + 1); lra.
  by rewrite -(planted_marginal (place (sites 0%N)) a); case: ER => ->.
apply: two_point => [x|ans]; last exact: exchange_clash.
rewrite /Pr /Ex [RHS](reindex_inj (can_inj twinK)) /=.
by apply: eq_bigr => w _; rewrite twin_string.
Qed.
End Planted.
