(* The Random Hierarchy Model (Section 2 of the paper): a fixed grammar, its derivations, the
   uniform law on them, and what exchanging two rules at one node leaves unchanged.

   Paths are written last step first: [t :: p] is child t of node p, the root is [::].  A node at
   depth d (path of length d) carries a symbol of level L - d; the s^L leaves have level 0. *)
From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Probability.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(* the uniform law on a finite type *)
Section Unif.
Variables (T : finType) (t0 : T).
Lemma card_posR : 0 < INR #|T|.
Proof. by apply: lt_0_INR; apply/ltP; apply/card_gt0P; exists t0. Qed.
Definition unif_pmf (t : T) := / INR #|T|.
Lemma unif_ge0 t : 0 <= unif_pmf t.
Proof. by left; apply: Rinv_0_lt_compat; apply: card_posR. Qed.
Lemma unif_sum1 : \rsum_(t : T) unif_pmf t = 1.
Proof. by rewrite rsum_constT Rinv_r //; have := card_posR; lra. Qed.
Definition unif : dist T := Dist unif_ge0 unif_sum1.
End Unif.

Section Grammar.
Variables (V : finType) (m s L : nat).
(* rule d a i: the i-th of the m s-tuples that a symbol a at depth d (level L - d) may generate *)
Variable rule : nat -> V -> 'I_m -> {ffun 'I_s -> V}.
Variables (v0 : V) (i0 : 'I_m).

(* the v m tuples of each level are distinct, so every grammatical tuple has one parent *)
Definition unambiguous : Prop := forall d, injective (fun ai : V * 'I_m => rule d ai.1 ai.2).

(* a derivation: a root symbol and a rule index at every internal node (paths shorter than L) *)
Definition node := (L.-1).-bseq 'I_s.
Definition Om : finType := [finType of (V * {ffun node -> 'I_m})%type].
Definition chs (w : Om) (p : seq 'I_s) : 'I_m := w.2 (insub_bseq L.-1 p).
(* the symbol at a node, and the tuple of its children's symbols *)
Fixpoint sym (w : Om) (p : seq 'I_s) : V :=
  if p is t :: p' then rule (size p') (sym w p') (chs w p') t else w.1.
Definition kids (w : Om) (p : seq 'I_s) : {ffun 'I_s -> V} := [ffun t => sym w (t :: p)].

(* the visible string: the symbols at the leaves *)
Definition visible (w : Om) : {ffun L.-tuple 'I_s -> V} := [ffun p : L.-tuple 'I_s => sym w p].

Lemma kidsE w p : kids w p = rule (size p) (sym w p) (chs w p).
Proof. by apply/ffunP => t; rewrite ffunE. Qed.

(* the symbol at p depends on the choices at proper ancestors of p only *)
Lemma sym_ext w w' p : w.1 = w'.1 ->
  (forall n, (0 < n)%N -> chs w (drop n p) = chs w' (drop n p)) -> sym w p = sym w' p.
Proof.
move=> H1; elim: p => [|t p IH] H //=.
rewrite IH ?(H 1%N isT) //= ?drop0 //.
  by have := H 1%N isT; rewrite /= drop0 => ->.
by move=> n Hn; have := H n.+1 isT.
Qed.

(* exchange two rule indices at one node: a bijection of the derivations *)
Section Swap.
Variables (x : node) (i i' : 'I_m).
Definition sw (k : 'I_m) := if k == i then i' else if k == i' then i else k.
Lemma swK : involutive sw.
Proof.
move=> k; rewrite /sw.
case: (altP (k =P i)) => [->|ki]; first by rewrite eqxx; case: eqP.
by case: (altP (k =P i')) => [->|ki']; rewrite ?eqxx // (negbTE ki) (negbTE ki').
Qed.
Definition swap (w : Om) : Om := (w.1, [ffun y => if y == x then sw (w.2 y) else w.2 y]).
Lemma swapK : involutive swap.
Proof.
case=> a c; rewrite /swap /=; congr pair; apply/ffunP => y.
by rewrite !ffunE; case: eqP => // _; rewrite swK.
Qed.
Lemma chs_swap w p : chs (swap w) p =
  if insub_bseq L.-1 p == x then sw (chs w p) else chs w p.
Proof. by rewrite /chs /= ffunE. Qed.
End Swap.

(* the law: all derivations equally likely, i.e. a uniform root and a uniform rule at each node *)
Definition mu : dist Om := unif (v0, [ffun=> i0]).

Lemma Pr_swap x i i' (A : pred Om) : Pr mu A = Pr mu (fun w => A (swap x i i' w)).
Proof.
rewrite /Pr /Ex (reindex (swap x i i')) //=.
by exists (swap x i i') => w _; apply: swapK.
Qed.

Lemma mR0 : INR m <> 0.
Proof. by apply: not_0_INR; case: (m) i0 => [[]|]. Qed.

(* the root symbol is uniform *)
Lemma root_uniform a : Pr mu (fun w => w.1 == a) = / INR #|V|.
Proof.
pose F := {ffun node -> 'I_m}.
have [cV HcV] : exists c, c = INR #|V| by exists (INR #|V|).
have HV : 0 < cV by rewrite HcV; exact: (card_posR v0).
have [cF HcF] : exists c, c = INR #|F| by exists (INR #|F|).
have HF : 0 < cF by rewrite HcF; exact: (card_posR ([ffun=> i0] : F)).
transitivity (/ cV); last by rewrite HcV.
rewrite /Pr /Ex (eq_bigr (fun w : V * F => / (cV * cF) * ind (w.1 == a))); last first.
  by move=> w _; rewrite HcF HcV /mu /= /unif_pmf card_prod mult_INR.
rewrite -(pair_bigA _ (fun x (y : F) => / (cV * cF) * ind (x == a))) /=.
rewrite (bigD1 a) //= [X in _ + X]big1 ?Rplus_0_r; last first.
  by move=> x /negbTE E; rewrite big1 // => y _; rewrite E /ind Rmult_0_r.
rewrite (eq_bigr (fun=> / (cV * cF))); last by move=> y _; rewrite eqxx /ind Rmult_1_r.
transitivity (cF * / (cV * cF)); first by rewrite {2}HcF; exact: rsum_constT.
by field; lra.
Qed.

(* paths shorter than L name different nodes *)
Lemma insub_node_eq (p q : seq 'I_s) : (size p < L)%N -> (size q < L)%N ->
  (insub_bseq L.-1 p == insub_bseq L.-1 q :> node) = (p == q).
Proof.
move=> Hp Hq; apply/eqP/eqP => [E|-> //].
have le r : (r < L)%N -> (r <= L.-1)%N by case: (L).
have : val (insub_bseq L.-1 p : node) = val (insub_bseq L.-1 q : node) by rewrite E.
by rewrite /insub_bseq !insubdK -?topredE //=; apply: le.
Qed.

(* a swap at node p changes the symbol at q only if p is a proper ancestor of q *)
Lemma sym_swap (p q : seq 'I_s) i i' (w : Om) : (size p < L)%N -> (size q <= L)%N ->
  (forall n, (0 < n <= size q)%N -> drop n q != p) ->
  sym (swap (insub_bseq L.-1 p) i i' w) q = sym w q.
Proof.
move=> Hp Hq H; case: q Hq H => [//|t q] Hq H.
apply: sym_ext => // n Hn.
have [n' Hn' ->] : exists2 n', (0 < n' <= size (t :: q))%N & drop n (t :: q) = drop n' (t :: q).
  case: (leqP n (size (t :: q))) => Hs; first by exists n; rewrite ?Hn.
  by exists (size (t :: q)); rewrite ?leqnn // drop_size drop_oversize // ltnW.
rewrite chs_swap insub_node_eq ?(negbTE (H n' Hn')) //.
case: n' Hn' => // n' _ /=; rewrite size_drop.
by apply: leq_ltn_trans Hq; apply: leq_subr.
Qed.

(* the rule chosen at p is uniform and independent of every event that no swap at p changes *)
Lemma split_at (p : seq 'I_s) (B : pred Om) i : (size p < L)%N ->
  (forall i i' w, B (swap (insub_bseq L.-1 p) i i' w) = B w) ->
  Pr mu (fun w => B w && (chs w p == i)) = Pr mu B / INR m.
Proof.
move=> Hp HB; have Hm := mR0.
have Heq i' : Pr mu (fun w => B w && (chs w p == i')) = Pr mu (fun w => B w && (chs w p == i)).
  rewrite (Pr_swap (insub_bseq L.-1 p) i' i); apply: Ex_ext => w; congr ind.
  by rewrite HB chs_swap eqxx (inv_eq (@swK i' i)) /sw eqxx.
have -> : Pr mu B = \rsum_(i' : 'I_m) Pr mu (fun w => B w && (chs w p == i')).
  rewrite -Ex_sum; apply: Ex_ext => w.
  rewrite (bigD1 (chs w p)) //= eqxx andbT big1 ?Rplus_0_r // => i' Hi'.
  by rewrite eq_sym (negbTE Hi') andbF.
rewrite (eq_bigr (fun=> Pr mu (fun w => B w && (chs w p == i)))); last by move=> i' _.
by rewrite rsum_constT card_ord; field.
Qed.

(* the same rules by level: the i-th level-l tuple that the level-(l+1) symbol a may generate *)
Definition level_rule (l : nat) (a : V) (i : 'I_m) : {ffun 'I_s -> V} := rule (L - l.+1) a i.
End Grammar.
