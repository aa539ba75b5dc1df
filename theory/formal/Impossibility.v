(* What no algorithm can learn that sees of each string what ILC sees at one level, all levels below
   being known: the tuple at a site and its targets (the other side of Theorem 2 of
   arXiv 2605.27734; TwoPoint.v says what an algorithm is and when it is right).
   - equal_contexts_impossible: a and b are equally likely and have the same context vector; in the
     other world rule i of a and rule i' of b have changed hands.  The rules of one depth also write
     the targets, for these are tokens of cousin tuples.  So the exchange must not show there:
     either both tuples have the same target token, or a and b do not stand at the cousin's place.
   - unseen_symbols_impossible: the same for two symbols that never stand at the site.
   - unseen_symbol_impossible: one symbol that never stands at the site, given another tuple.
   So neither separation nor balance at the site can be dropped from Theorem 2.  All cousin tokens
   as targets: Interchangeable.v.  Whole strings: FullGrammar.v, PlantedGrammar.v. *)
From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Probability Site Grammar Lemma1 TwoPoint.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

Section Impossibility.
Variables (V : finType) (m s L n : nat) (v0 : V) (i0 : 'I_m).
Notation tup := {ffun 'I_s -> V}.
Notation Om := (Om V m s L).
Notation mu := (mu s L v0 i0).
Implicit Type rule : nat -> V -> 'I_m -> tup.
(* a level-l site; the rules that write its tuple and its targets are those of depth D *)
Variables (l : nat) (S : site s n).
Hypotheses (Hl : (l.+1 < L)%N) (HS : valid_site L l S).
Notation D := (L - l.+1)%N.
Notation cousin_path h := (cousin S h :: grandparent S).

(* what is seen of one string *)
Definition observation rule (w : Om) : tup * {ffun 'I_n -> V} :=
  (tuple_at rule S w, targets_at rule S w).

Lemma symE rule (w : Om) x q : sym rule w (x :: q) = rule (size q) (sym rule w q) (chs w q) x.
Proof. by []. Qed.

Lemma size_cousin h : size (cousin_path h) = D.
Proof. by rewrite -(size_tuple_path Hl HS). Qed.

(* the rules of depth D write the symbols below depth D *)
Lemma sym_above rule rule' (w : Om) q : (forall d c k, d != D -> rule' d c k = rule d c k) ->
  (size q <= D)%N -> sym rule' w q = sym rule w q.
Proof.
move=> Hr; elim: q => [|x q IH] // Hq.
by rewrite !symE IH ?Hr //; [rewrite (ltn_eqF Hq)|apply: ltnW].
Qed.

Lemma parent_above rule rule' (w : Om) : (forall d c k, d != D -> rule' d c k = rule d c k) ->
  parent_at rule' S w = parent_at rule S w.
Proof. by move=> Hr; apply: sym_above => //; rewrite (size_tuple_path Hl HS). Qed.

Section Exchange.
Variables (rule : nat -> V -> 'I_m -> tup) (a b : V) (i i' : 'I_m).
Hypothesis rule_inj : unambiguous rule.

(* the same grammar, but at depth D rule i of a and rule i' of b have changed hands *)
Definition exchanged d := if d == D then exchange (rule d) a i b i' else rule d.

Lemma exchanged_unambiguous : unambiguous exchanged.
Proof.
move=> d; rewrite /exchanged; case: eqP => _; last exact: rule_inj.
exact: exchange_inj (@rule_inj d).
Qed.

Lemma exchanged_other d c k : d != D -> exchanged d c k = rule d c k.
Proof. by rewrite /exchanged => /negbTE ->. Qed.

(* two symbols with the same probability and the same context vector (of all targets jointly) *)
Definition same_context : Prop := forall y,
  Pr mu (fun w => (parent_at rule S w == a) && (targets_at rule S w == y)) =
  Pr mu (fun w => (parent_at rule S w == b) && (targets_at rule S w == y)).
(* the exchange does not show in the targets *)
Definition unnoticed : Prop := forall h, rule D a i (token S h) = rule D b i' (token S h) \/
  forall w : Om, sym rule w (cousin_path h) != a /\ sym rule w (cousin_path h) != b.

Lemma exchanged_targets (w : Om) : unnoticed -> targets_at exchanged S w = targets_at rule S w.
Proof.
move=> H; apply/ffunP => h; rewrite !ffunE /target_path (symE exchanged) (symE rule).
rewrite (sym_above w exchanged_other) ?size_cousin // /exchanged eqxx.
case: (H h) => [E|/(_ w) [Ha Hb]]; last by rewrite /exchange transpose_other.
move: (sym rule w _) (chs w _) => c k; rewrite /exchange /transpose.
by case: eqP => [[-> ->]|_] /=; rewrite ?E //; case: eqP => [[-> ->]|].
Qed.

Lemma exchanged_law : same_context -> unnoticed -> forall o,
  Pr mu (fun w => observation rule w == o) = Pr mu (fun w => observation exchanged w == o).
Proof.
move=> same un [u y]; have above := parent_above _ exchanged_other.
case: (pickP (fun x : V * 'I_m => rule D x.1 x.2 == u)) => [x /eqP <-|none].
  pose z := transpose a i b i' x.
  have -> : rule D x.1 x.2 = exchanged D z.1 z.2.
    by rewrite /exchanged eqxx /exchange -surjective_pairing transposeK.
  rewrite {1}/exchanged eqxx /exchange -surjective_pairing transposeK.
  rewrite (rule_uniform v0 i0 rule_inj Hl HS (pred1 y)).
  rewrite (rule_uniform v0 i0 exchanged_unambiguous Hl HS (pred1 y)); congr (_ / _).
  transitivity (Pr mu (fun w => (parent_at rule S w == z.1) && (targets_at rule S w == y))).
    rewrite /z /transpose; case: (altP (x =P (a, i))) => [->|_] /=; first exact: same.
    by case: (altP (x =P (b, i'))) => [->|_] //=.
  by apply: Ex_ext => w; rewrite above (exchanged_targets _ un).
apply: Ex_ext => w; rewrite /observation !xpair_eqE /tuple_at !kidsE (size_tuple_path Hl HS).
rewrite (none (_, _)) /exchanged eqxx /exchange (none (transpose _ _ _ _ _)) //.
Qed.

(* If two symbols are equally likely at the site and have the same context vector, no algorithm
   that sees only the site tells the grammar from the one where they have exchanged a rule, as long
   as the exchange does not show in the targets. *)
Theorem equal_contexts_impossible : (1 < m)%N -> a != b -> same_context -> unnoticed ->
  forall (P : nat) (alg : seq (tup * {ffun 'I_n -> V}) -> tup -> tup -> bool),
  1 <= Prs mu P (fun ws => ~~ right (rule D) (alg (map (observation rule) ws))) +
       Prs mu P (fun ws => ~~ right (exchanged D) (alg (map (observation exchanged) ws))).
Proof.
move=> Hm ab same un; apply: two_point; first exact: exchanged_law.
by move=> ans; rewrite /exchanged eqxx; apply: exchange_clash.
Qed.

(* The same for any two symbols that never stand at the tuple's place nor at a target's. *)
Theorem unseen_symbols_impossible : (1 < m)%N -> a != b ->
  (forall w : Om, parent_at rule S w != a /\ parent_at rule S w != b) ->
  (forall h (w : Om), sym rule w (cousin_path h) != a /\ sym rule w (cousin_path h) != b) ->
  forall (P : nat) (alg : seq (tup * {ffun 'I_n -> V}) -> tup -> tup -> bool),
  1 <= Prs mu P (fun ws => ~~ right (rule D) (alg (map (observation rule) ws))) +
       Prs mu P (fun ws => ~~ right (exchanged D) (alg (map (observation exchanged) ws))).
Proof.
move=> Hm ab Hp Hc; apply: equal_contexts_impossible => // [y|h]; last by right.
by apply: Ex_ext => w; have [/negbTE -> /negbTE ->] := Hp w.
Qed.
End Exchange.

Section Unseen.
Variables (rule : nat -> V -> 'I_m -> tup) (a : V) (i : 'I_m) (u : tup).
(* the same grammar, but at depth D rule i of a gives u *)
Definition replaced d c k := if (d == D) && ((c, k) == (a, i)) then u else rule d c k.

(* If a symbol never stands at the site, no algorithm that sees only the site can tell which tuples
   it generates: a tuple u that the grammar does not use may be one of them or not. *)
Theorem unseen_symbol_impossible : (forall c k, rule D c k != u) ->
  (forall w : Om, parent_at rule S w != a) ->
  (forall h (w : Om), sym rule w (cousin_path h) != a) ->
  forall (P : nat) (alg : seq (tup * {ffun 'I_n -> V}) -> tup -> tup -> bool),
  1 <= Prs mu P (fun ws => ~~ exactly_right (rule D) (alg (map (observation rule) ws))) +
       Prs mu P (fun ws => ~~ exactly_right (replaced D) (alg (map (observation replaced) ws))).
Proof.
move=> fresh Hp Hc.
have other d c k : d != D -> replaced d c k = rule d c k by rewrite /replaced => /negbTE ->.
have seen c k : c != a -> replaced D c k = rule D c k.
  by rewrite /replaced eqxx xpair_eqE => /negbTE ->.
apply: two_point => [o|ans].
  apply: Ex_ext => w; congr (ind (_ == o)); congr pair.
    rewrite /tuple_at !kidsE (size_tuple_path Hl HS) -!/(parent_at _ S w).
    by rewrite (parent_above w other) seen.
  apply/ffunP => h; rewrite !ffunE /target_path (symE replaced) (symE rule).
  by rewrite (sym_above w other) size_cousin // seen.
apply/andP => -[/forallP /(_ u) /forallP /(_ u) /eqP E /forallP /(_ u) /forallP /(_ u)].
rewrite E (_ : synonyms (rule D) u u = false); last first.
  by apply/existsP => -[c /andP [/existsP [k /eqP F] _]]; have := fresh c k; rewrite F eqxx.
rewrite eq_sym eqbF_neg => /negP []; apply/existsP; exists a; rewrite andbb; apply/existsP.
by exists i; rewrite /replaced !eqxx.
Qed.
End Unseen.
End Impossibility.
