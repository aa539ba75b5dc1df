(* Where Iterative Latent Clustering looks (Section 3 of the paper, "cousins").

   A node of the tree is the path from the root to it, last step first: [t :: p] is child number t
   of node p, the root is [::], and a level-l variable has a path of length L - l.  A site of
   level l is a level-(l+2) grandparent, one of its children (the parent A of the level-l tuple T)
   and n targets: target k is token number [token k] of the tuple below child [cousin k].  The
   cousins differ from A but may repeat, so the s tokens of one cousin tuple, or all s(s-1) cousin
   tokens, are one site; n = 1 is the paper's Algorithm 1 read literally. *)
From mathcomp Require Import all_ssreflect.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.

Record site (s n : nat) := Site {
  grandparent : seq 'I_s;
  place : 'I_s;
  cousin : 'I_n -> 'I_s;
  token : 'I_n -> 'I_s }.

Section Site.
Variables (s n L : nat).
Implicit Type S : site s n.

Definition tuple_path S : seq 'I_s := place S :: grandparent S.
Definition target_path S (k : 'I_n) : seq 'I_s := [:: token S k, cousin S k & grandparent S].

(* S is a site of level l: its grandparent has level l+2, and no target lies in the tuple *)
Definition valid_site (l : nat) S : bool :=
  (size (grandparent S) == L - l.+2)%N && [forall k, cousin S k != place S].

Lemma valid_siteP l S : reflect
  (size (grandparent S) = (L - l.+2)%N /\ forall k, cousin S k != place S) (valid_site l S).
Proof.
by apply: (iffP andP) => -[]; [move=> /eqP ? /forallP ?|move=> -> /forallP ?; rewrite eqxx].
Qed.

Lemma size_tuple_path l S : (l.+1 < L)%N -> valid_site l S ->
  size (tuple_path S) = (L - l.+1)%N.
Proof. by move=> Hl /valid_siteP [/= -> _]; exact: subnSK. Qed.

Lemma size_target_path l S k : (l.+1 < L)%N -> valid_site l S ->
  size (target_path S k) = (L - l)%N.
Proof. by move=> Hl H; rewrite -(subnSK (ltnW Hl)) -(size_tuple_path Hl H). Qed.
End Site.
