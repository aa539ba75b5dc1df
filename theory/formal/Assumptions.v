(* The hypotheses of Theorem 2 (Appendix B.1 of the paper) as definitions: one valid site per
   level, Assumption 1 (balanced and separated) and Assumption 2 (a stable clustering module). *)
From Coq Require Import Reals.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Probability Vectors Site Grammar Lemma1 Algorithm1.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

Section Assumption1.
Variables (V : finType) (m s L n : nat).
Variable rule : nat -> V -> 'I_m -> {ffun 'I_s -> V}.
Variables (v0 : V) (i0 : 'I_m).
Notation mu := (mu s L v0 i0).

(* Assumption 1, balanced, at the level-l site S: every grammatical tuple stands at the site with
   probability at least p_min (the paper: p_min = c_b / (v m)) *)
Definition balanced_at (l : nat) (S : site s n) (p_min : R) : Prop :=
  forall a i, p_min <= Pr mu (fun w => tuple_at rule S w == level_rule L rule l a i).

(* Assumption 1, separated, at the site S: the centres of two symbols are at least Delta apart in
   Euclidean distance (the paper: Delta = c_s sqrt (1 - f) / m) *)
Definition separated_at (S : site s n) (Delta : R) : Prop :=
  forall a b, a != b -> Delta <= dst (centre L rule v0 i0 S a) (centre L rule v0 i0 S b).

(* the same for one site per level; ILC uses the levels l = 0 ... L - 2 *)
Variable sites : nat -> site s n.
Definition valid_sites : Prop := forall l, (l.+1 < L)%N -> valid_site L l (sites l).
Definition balanced (p_min : R) : Prop :=
  forall l, (l.+1 < L)%N -> balanced_at l (sites l) p_min.
Definition separated (Delta : R) : Prop :=
  forall l, (l.+1 < L)%N -> separated_at (sites l) Delta.
End Assumption1.

(* Assumption 2: a clustering module is kappa-stable when, on any points that lie within
   rho <= kappa Delta of centres that are pairwise at least Delta apart, all of them used, its
   groups are exactly the true ones (the paper: kappa = 1/8). *)
Section Assumption2.
Variables (U J V : finType).
Definition stable (kappa : R) (CL : clusterer U J V) : Prop :=
  forall (D : {set U}) (x : U -> J -> R) (mu : V -> J -> R) (tau : U -> V) (rho Delta : R),
    0 < Delta ->
    (forall a, exists2 u, u \in D & tau u = a) ->
    (forall u, u \in D -> dst (x u) (mu (tau u)) <= rho) ->
    (forall a b, a != b -> Delta <= dst (mu a) (mu b)) ->
    rho <= kappa * Delta ->
    forall u u', u \in D -> u' \in D -> (CL D x u = CL D x u' <-> tau u = tau u').
End Assumption2.
