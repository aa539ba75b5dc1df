(* Exact laws of a fixed grammar as finite sums: of the symbol along any path, and of a tuple's
   parent jointly with a token of its cousin.  With the uniform root (Grammar.v) they turn balance
   and separation (Assumption 1 of the paper) into arithmetic on the rules; Laws.v does it. *)
From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Probability Grammar.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(* a sum in which one index alone survives *)
Lemma rsum_only (I : finType) (j : I) (F : I -> R) :
  (forall i, i != j -> F i = 0) -> \rsum_(i : I) F i = F j.
Proof. by move=> H; rewrite (bigD1 j) //= big1 ?Rplus_0_r. Qed.

Section ExactLaw.
Variables (V : finType) (m s L : nat).
Variable rule : nat -> V -> 'I_m -> {ffun 'I_s -> V}.
Variables (v0 : V) (i0 : 'I_m).
Notation Om := (Om V m s L).
Notation mu := (mu s L v0 i0).
Notation at_node p := (insub_bseq L.-1 p : node s L).

(* another rule at a node leaves the symbols of its depth and above unchanged *)
Lemma sym_swap_deeper (p q : seq 'I_s) i i' (w : Om) : (size p < L)%N -> (size q <= size p)%N ->
  sym rule (swap (at_node p) i i' w) q = sym rule w q.
Proof.
move=> Hp Hq; apply: sym_swap => //; first by apply: leq_trans Hq (ltnW Hp).
move=> n /andP [Hn Hn']; apply/eqP => /(congr1 size) /eqP; rewrite size_drop.
by rewrite ltn_eqF // (leq_trans _ Hq) // ltn_subrL Hn (leq_trans Hn Hn').
Qed.

(* the rule chosen at a node is uniform given the symbol there *)
Lemma node_law (p : seq 'I_s) b i : (size p < L)%N ->
  Pr mu (fun w => (sym rule w p == b) && (chs w p == i)) =
  Pr mu (fun w => sym rule w p == b) / INR m.
Proof.
move=> Hp; apply: (split_at v0 i0 (B := fun w => sym rule w p == b)) => //.
by move=> x y w; rewrite sym_swap_deeper.
Qed.

(* The law of a symbol follows from its parent's: sum over the parent's symbol and rule. *)
Theorem marginal_step (p : seq 'I_s) (t : 'I_s) (a : V) : (size p < L)%N ->
  Pr mu (fun w => sym rule w (t :: p) == a) =
  \rsum_(b : V) \rsum_(i : 'I_m)
    (ind (rule (size p) b i t == a) * (Pr mu (fun w => sym rule w p == b) / INR m)).
Proof.
move=> Hp; rewrite /Pr (@Ex_ext _ _ _ (fun w => \rsum_(b : V) \rsum_(i : 'I_m)
   (ind (rule (size p) b i t == a) * ind ((sym rule w p == b) && (chs w p == i))))).
  rewrite Ex_sum; apply: eq_bigr => b _; rewrite Ex_sum; apply: eq_bigr => i _.
  by rewrite Ex_Z; congr (_ * _); apply: node_law.
move=> w; rewrite (rsum_only (j := sym rule w p)) => [|b /negbTE E]; last first.
  by rewrite big1 // => i _; rewrite [_ == b]eq_sym E Rmult_0_r.
rewrite (rsum_only (j := chs w p)) => [|i /negbTE E]; last first.
  by rewrite [_ == i]eq_sym E andbF Rmult_0_r.
by rewrite !eqxx Rmult_1_r.
Qed.

(* The joint law of the symbol at place j under a grandparent and of token t under place k: sum
   over the grandparent's symbol c and rule i, and over the rule i' of the symbol at place k. *)
Theorem joint_law (gp : seq 'I_s) (j k t : 'I_s) (a y : V) : ((size gp).+1 < L)%N ->
  Pr mu (fun w => (sym rule w (j :: gp) == a) && (sym rule w (t :: k :: gp) == y)) =
  \rsum_(c : V) \rsum_(i : 'I_m) \rsum_(i' : 'I_m)
    (ind (rule (size gp) c i j == a) *
     ind (rule (size gp).+1 (rule (size gp) c i k) i' t == y) *
     (Pr mu (fun w => sym rule w gp == c) / INR m / INR m)).
Proof.
move=> Hgp; have Hg : (size gp < L)%N by apply: ltnW.
have law c i i' : Pr mu (fun w => ((sym rule w gp == c) && (chs w gp == i)) &&
    (chs w (k :: gp) == i')) = Pr mu (fun w => sym rule w gp == c) / INR m / INR m.
  rewrite (split_at v0 i0 (B := fun w => (sym rule w gp == c) && (chs w gp == i))) ?node_law //.
  move=> x z w; rewrite sym_swap_deeper ?leqnSn // chs_swap insub_node_eq //.
  by rewrite [gp == _](negbTE _) //; apply/eqP => /(congr1 size) /eqP; rewrite ltn_eqF /=.
rewrite /Pr (@Ex_ext _ _ _ (fun w => \rsum_(c : V) \rsum_(i : 'I_m) \rsum_(i' : 'I_m)
   (ind (rule (size gp) c i j == a) *
    ind (rule (size gp).+1 (rule (size gp) c i k) i' t == y) *
    ind (((sym rule w gp == c) && (chs w gp == i)) && (chs w (k :: gp) == i'))))).
  rewrite Ex_sum; apply: eq_bigr => c _; rewrite Ex_sum; apply: eq_bigr => i _.
  rewrite Ex_sum; apply: eq_bigr => i' _; rewrite Ex_Z; congr (_ * _); exact: law.
move=> w; rewrite (rsum_only (j := sym rule w gp)) => [|c /negbTE E]; last first.
  by rewrite big1 // => i _; rewrite big1 // => i' _; rewrite [_ == c]eq_sym E Rmult_0_r.
rewrite (rsum_only (j := chs w gp)) => [|i /negbTE E]; last first.
  by rewrite big1 // => i' _; rewrite [_ == i]eq_sym E andbF Rmult_0_r.
rewrite (rsum_only (j := chs w (k :: gp))) => [|i' /negbTE E]; last first.
  by rewrite [_ == i']eq_sym E andbF Rmult_0_r.
by rewrite !eqxx Rmult_1_r /ind /=; do 2![case: eqP => _ /=]; ring.
Qed.
End ExactLaw.
