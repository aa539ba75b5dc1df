(* The laws of a grammar given as data, in integers: the symbol's law along a path and the joint
   law of a tuple's parent with a token of its cousin, as rows of counts over the common
   denominators v m^depth.  Each is proved equal to the probability it computes. *)
From Coq Require Import Reals Lra ZArith.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Probability Grammar ExactLaw Rows Tables.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(* for each symbol b, how many of its rules put each symbol at place t *)
Definition counts (level : level_data) (t : nat) : seq row :=
  [seq tally [seq entry u t | u <- us] | us <- level].

(* law of the symbol at path p, last step first as in Grammar.v, over v m^(size p) *)
Fixpoint marginal (g : grammar_data) (p : seq nat) : row :=
  if p is t :: p' then mix (marginal g p') (counts (level_at g (size p')) t)
  else nseq (symbols g) 1%Z.

(* law of (parent at place j, token t under place k) where the parent is a, over
   v m^(size gp + 2): grandparent's law times its rules with a at place j, each followed by the
   counts of the symbol it puts at place k *)
Definition joint_row (above : row) (upper : level_data) (tokens : seq row) (j k a : nat) : row :=
  mix above [seq sum_rows [seq nth [::] tokens (entry u k) | u <- us & entry u j == a]
            | us <- upper].

Definition joint (g : grammar_data) (gp : seq nat) (j k t : nat) : seq row :=
  let above := marginal g gp in
  let tokens := counts (level_at g (size gp).+1) t in
  [seq joint_row above (level_at g (size gp)) tokens j k a | a <- iota 0 (symbols g)].

Section Meaning.
Variable g : grammar_data.
Hypothesis Hg : well_formed g.
Notation V := (Symbol g).
Notation M := (synonyms g).-1.+1.
Notation S := (arity g).-1.+1.
Notation L := (depth g).
Notation mu := (mu (V := V) (m := M) S L ord0 ord0).
Notation sym := (sym (rule_of g) (L := L)).
Notation m := (INR (synonyms g)).
Notation v := (INR (symbols g)).

Lemma vE : INR (symbols g).-1.+1 = v. Proof. by rewrite symbolsE. Qed.
Lemma mE : INR M = m. Proof. by rewrite synonymsE. Qed.
Lemma v_pos : 0 < v.
Proof. by rewrite -vE; apply: lt_0_INR; apply/ltP. Qed.
Lemma m_pos : 0 < m.
Proof. by rewrite -mE; apply: lt_0_INR; apply/ltP. Qed.

(* a sum over the items of a list of known size is a sum over the places *)
Lemma rsum_items (T : Type) (x0 : T) (xs : seq T) n (F : T -> R) : size xs = n ->
  \rsum_(x <- xs) F x = \rsum_(i : 'I_n) F (nth x0 xs i).
Proof. by move=> <-; rewrite (big_nth x0) big_mkord. Qed.

Lemma rsum_rules d (b : V) (F : tuple_data -> R) :
  \rsum_(u <- nth [::] (level_at g d) b) F u =
  \rsum_(i : 'I_M) F (tuple_in (level_at g d) b i).
Proof. by apply: rsum_items; rewrite size_rules // synonymsE. Qed.

Lemma countsE d (t : 'I_S) (b : V) (y : V) :
  cell (nth [::] (counts (level_at g d) t) b) y =
  \rsum_(i : 'I_M) ind (rule_of g d b i t == y).
Proof.
rewrite (nth_map [::]) ?size_level ?symbol_lt // tallyE big_map rsum_rules.
by apply: eq_bigr => i _; rewrite -rule_entry.
Qed.

Theorem marginalE (p : seq 'I_S) (a : V) : (size p <= L)%N ->
  Pr mu (fun w => sym w p == a) = cell (marginal g (map val p)) a / (v * m ^ size p).
Proof.
have Hv := v_pos; have Hm := m_pos.
elim: p a => [|t p IH] a Hp.
  rewrite (root_uniform S L ord0 ord0 a) card_ord vE /= /cell nth_nseq (symbol_lt Hg).
  by rewrite -[_ ^ 0]/1; field; lra.
rewrite marginal_step //= (@mixE _ _ _ (symbols g).-1.+1); last first.
  by rewrite /counts !size_map size_level // symbolsE.
rewrite /Rdiv rsumZr; apply: eq_bigr => b _; rewrite size_map countsE IH ?(ltnW Hp) //.
rewrite -rsumZr mE -[m ^ (size p).+1]/(m * m ^ size p).
have regroup (n x c k l : R) : 0 < c -> 0 < k -> 0 < l ->
    n * (x / (c * k) * / l) = x * n * / (c * (l * k)).
  by move=> *; field; repeat split; lra.
by apply: regroup => //; apply: pow_lt.
Qed.

Theorem jointE (gp : seq 'I_S) (j k t : 'I_S) (a y : V) : ((size gp).+1 < L)%N ->
  Pr mu (fun w => (sym w (j :: gp) == a) && (sym w (t :: k :: gp) == y)) =
  cell (nth [::] (joint g (map val gp) j k t) a) y / (v * m ^ (size gp).+2).
Proof.
move=> Hgp; have Hv := v_pos; have Hm := m_pos.
have Hgp' : (size gp <= L)%N by do 2! apply: ltnW.
rewrite joint_law // /joint (nth_map 0%N) ?size_iota ?(symbol_lt Hg) // nth_iota ?(symbol_lt Hg) //.
rewrite /joint_row (@mixE _ _ _ (symbols g).-1.+1); last by rewrite size_map size_level // symbolsE.
rewrite /Rdiv rsumZr; apply: eq_bigr => c _.
rewrite (nth_map [::]) ?size_level ?(symbol_lt Hg) // size_map sum_rowsE big_map big_filter.
rewrite [X in _ = _ * X * _]big_mkcond rsum_rules rsumZ rsumZr; apply: eq_bigr => i _ /=.
rewrite add0n -!(rule_entry Hg) countsE marginalE // -rsumZr -rsumZ mE.
have regroup (b : bool) (n x e f l : R) : 0 < e -> 0 < f -> 0 < l ->
    ind b * n * (x / (e * f) * / l * / l) = x * (if b then n else 0) * / (e * (l * (l * f))).
  by move=> *; case: b; rewrite /ind; field; repeat split; lra.
by apply: regroup => //; apply: pow_lt.
Qed.
End Meaning.
