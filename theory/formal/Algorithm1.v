(* Algorithm 1 of the paper, Iterative Latent Clustering (ILC).  It reads visible strings only.
   Level by level, every tuple observed at the site gets its empirical context vector, the
   clustering module groups the tuples, and the group of a tuple is its label one level up,
   wherever the tuple stands in the string. *)
From Coq Require Import Reals.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Vectors Site.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(* The module Cluster_v: from the set of observed items U and the point of each item (a vector
   indexed by J) to a group, named by a symbol of V, for every item. *)
Definition clusterer (U J V : finType) := {set U} -> (U -> J -> R) -> U -> V.

Section ILC.
Variables (V : finType) (s L n : nat) (v0 : V).
Notation tup := {ffun 'I_s -> V}.
Variable sites : nat -> site s n.
Variable CL : clusterer [finType of tup] [finType of 'I_n * V] V.

(* a visible string: one symbol at each leaf *)
Definition vis := {ffun L.-tuple 'I_s -> V}.
Variable X : seq vis.

(* a labelling of the level-l nodes of every string, given by path; what it makes of tuples *)
Definition labelling := vis -> seq 'I_s -> V.
Implicit Type f : labelling.

Definition tuple_of f (x : vis) (p : seq 'I_s) : tup := [ffun t => f x (t :: p)].

(* the support: the tuples seen at site S in the strings X *)
Definition observed (S : site s n) f : {set tup} :=
  [set u in [seq tuple_of f x (tuple_path S) | x <- X]].

(* the empirical context vector: mean of the targets' one-hot vectors over the strings with T = u *)
Definition context (S : site s n) f (u : tup) : 'I_n * V -> R :=
  empirical [seq [ffun k => f x (target_path S k)] | x <- X & tuple_of f x (tuple_path S) == u].

(* the labels of level l; [v0] is a dummy outside the tree *)
Definition label0 : labelling := fun x p => if insub p is Some q then x q else v0.
Definition cluster_step (S : site s n) f : tup -> V := CL (observed S f) (context S f).
Fixpoint label (l : nat) : labelling :=
  if l is l'.+1 then
    fun x p => cluster_step (sites l') (label l') (tuple_of (label l') x p)
  else label0.

(* the learned map from level-l tuples (of labels) to level-(l+1) labels *)
Definition learned (l : nat) : tup -> V := cluster_step (sites l) (label l).
End ILC.
