(* A grammar given as data: lists of numbers, as the Python side stores them.  rules[l][a][i] is
   the tuple of level-l symbols that rule i of the level-(l+1) symbol a generates.  The tables turn
   into the rules of Grammar.v, and a checker that runs by vm_compute shows the assumption on which
   the model rests: all v m tuples of a level differ. *)
From Coq Require Import NArith.
From mathcomp Require Import all_ssreflect.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.

Definition tuple_data := seq N.
(* the tuples of one level, by parent and rule *)
Definition level_data := seq (seq tuple_data).

Record grammar_data := GrammarData {
  symbols : nat;                (* v, at every level *)
  synonyms : nat;               (* m, rules of a symbol *)
  arity : nat;                  (* s, length of a tuple *)
  depth : nat;                  (* L *)
  rules : seq level_data        (* level 0, the visible one, first *)
}.

Definition entry (u : tuple_data) (t : nat) : nat := N.to_nat (nth 0%num u t).
Definition tuple_in (level : level_data) (a i : nat) : tuple_data := nth [::] (nth [::] level a) i.
(* symbols of depth d generate tuples of level L - d - 1 *)
Definition level_at (g : grammar_data) (d : nat) : level_data :=
  nth [::] (rules g) (depth g - d.+1).

(* Well-formed: the sizes are as announced, every entry is a symbol, no tuple occurs twice in a
   level.  Tuples are compared through their codes in base 2^16, sorted. *)
Definition code (u : tuple_data) : N := foldl (fun c x => (c * 65536 + x)%num) 0%num u.
Definition distinct (us : seq tuple_data) : bool := sorted N.ltb (sort N.leb (map code us)).
Definition well_formed_tuple (v s : nat) (u : tuple_data) : bool :=
  (size u == s) && all (fun x => N.to_nat x < v) u.
Definition well_formed_level (v m s : nat) (level : level_data) : bool :=
  [&& size level == v, all (fun us => size us == m) level,
      all (all (well_formed_tuple v s)) level & distinct (flatten level)].
Definition well_formed (g : grammar_data) : bool :=
  [&& 1 < symbols g, 0 < synonyms g, 0 < arity g, 1 < depth g, size (rules g) == depth g &
      all (well_formed_level (symbols g) (synonyms g) (arity g)) (rules g)].

Section Semantics.
Variable g : grammar_data.

(* the types of the model; a well-formed grammar has as many symbols, rules and places *)
Definition Symbol := [finType of 'I_(symbols g).-1.+1].
Definition Choice := 'I_(synonyms g).-1.+1.
Definition Place := 'I_(arity g).-1.+1.

Definition rule_of (d : nat) (a : Symbol) (i : Choice) : {ffun Place -> Symbol} :=
  [ffun t : Place => inord (entry (tuple_in (level_at g d) a i) t)].

Hypothesis Hg : well_formed g.

Lemma symbolsE : (symbols g).-1.+1 = symbols g.
Proof. by case/and5P: Hg; case: (symbols g). Qed.
Lemma synonymsE : (synonyms g).-1.+1 = synonyms g.
Proof. by case/and5P: Hg => _; case: (synonyms g). Qed.
Lemma arityE : (arity g).-1.+1 = arity g.
Proof. by case/and5P: Hg => _ _; case: (arity g). Qed.

Lemma symbol_lt (a : Symbol) : a < symbols g.
Proof. by apply: leq_trans (ltn_ord a) _; rewrite symbolsE. Qed.
Lemma choice_lt (i : Choice) : i < synonyms g.
Proof. by apply: leq_trans (ltn_ord i) _; rewrite synonymsE. Qed.
Lemma place_lt (t : Place) : t < arity g.
Proof. by apply: leq_trans (ltn_ord t) _; rewrite arityE. Qed.

Lemma level_ok d : well_formed_level (symbols g) (synonyms g) (arity g) (level_at g d).
Proof.
case/and5P: Hg => _ _ _ HL /andP [/eqP Hs /allP]; apply; apply: mem_nth; rewrite Hs.
by case: (depth g) HL => // L _; rewrite subSS ltnS leq_subr.
Qed.

Lemma size_level d : size (level_at g d) = symbols g.
Proof. by case/and4P: (level_ok d) => /eqP. Qed.

Lemma size_rules d (a : Symbol) : size (nth [::] (level_at g d) a) = synonyms g.
Proof.
case/and4P: (level_ok d) => /eqP Hs /allP Hm _ _; apply/eqP/Hm/mem_nth.
by rewrite Hs symbol_lt.
Qed.

Lemma tuple_ok d (a : Symbol) (i : Choice) :
  well_formed_tuple (symbols g) (arity g) (tuple_in (level_at g d) a i).
Proof.
case/and4P: (level_ok d) => _ _ /allP Hu _.
have /Hu /allP H : nth [::] (level_at g d) a \in level_at g d.
  by apply: mem_nth; rewrite size_level symbol_lt.
by apply: H; apply: mem_nth; rewrite size_rules choice_lt.
Qed.

Lemma rule_entry d a i t : rule_of d a i t = entry (tuple_in (level_at g d) a i) t :> nat.
Proof.
rewrite ffunE inordK //; move: (symbolsE) => E; rewrite [X in _ < X]E {E}.
case/andP: (tuple_ok d a i) => /eqP Hs /allP; apply; apply: mem_nth.
by rewrite Hs place_lt.
Qed.

Lemma distinct_uniq us : distinct us -> uniq us.
Proof.
move=> H; apply: (@map_uniq _ _ code); rewrite -(sort_uniq N.leb); apply: sorted_uniq H.
- by move=> y x z /N.ltb_lt Hxy /N.ltb_lt Hyz; apply/N.ltb_lt; apply: N.lt_trans Hxy Hyz.
- by move=> x; apply: N.ltb_irrefl.
Qed.

(* each tuple has one parent and one rule *)
Theorem rule_of_inj d : injective (fun ai : Symbol * Choice => rule_of d ai.1 ai.2).
Proof.
set R := level_at g d; pose at_ (ai : Symbol * Choice) := flatten_index (shape R) ai.1 ai.2.
have row (ai : Symbol * Choice) : ai.2 < nth 0 (shape R) ai.1.
  by rewrite nth_shape /R size_rules choice_lt.
have atE (ai : Symbol * Choice) : nth [::] (flatten R) (at_ ai) = tuple_in R ai.1 ai.2.
  by rewrite nth_flatten flatten_indexKl // flatten_indexKr.
move=> ai bj /ffunP E.
have /eqP : tuple_in R ai.1 ai.2 = tuple_in R bj.1 bj.2.
  case/andP: (tuple_ok d ai.1 ai.2) (tuple_ok d bj.1 bj.2) => /eqP Sa _ /andP [/eqP Sb _].
  apply: (@eq_from_nth _ 0%num); first by rewrite Sa Sb.
  move=> t; rewrite Sa -arityE => Ht; apply: N2Nat.inj.
  by have /(congr1 val) /= := E (Ordinal Ht); rewrite !rule_entry.
rewrite -!atE nth_uniq ?size_flatten ?flatten_indexP //; last first.
  by apply: distinct_uniq; case/and4P: (level_ok d).
move=> /eqP Eat; case: ai bj {E} (row ai) (row bj) Eat => [a i] [b j] /= Ha Hb Eat.
congr pair; apply: val_inj.
- by rewrite /= -(flatten_indexKl Ha) -(flatten_indexKl Hb); congr reshape_index.
- by rewrite /= -(flatten_indexKr Ha) -(flatten_indexKr Hb); congr reshape_offset.
Qed.
End Semantics.

#[global] Arguments rule_of : clear implicits.
