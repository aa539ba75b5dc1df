(* Algorithm 1 (Iterative Latent Clustering) as a program on lists of numbers, with farthest-first
   traversal as its clustering module.  Strings are lists of s^L numbers below v; context vectors
   are integer counts over a common denominator, and distances are compared in exact integers, so
   that the program runs inside Coq.  Theorem executable_ilc_correct (ExecutableCorrect.v) says
   that it computes exactly the labels of Algorithm1.v.

   Ties are decided by order: tuples are ordered as numbers in base v, first token most
   significant; the first centre is the first tuple seen; of equally far tuples the first becomes
   the next centre; of equally near centres the one chosen first gives its label. *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import FarthestFirst.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.

Lemma Z_eqP : Equality.axiom Z.eqb. Proof. by move=> x y; apply: Z.eqb_spec. Qed.
Canonical Z_eqType := EqType Z (EqMixin Z_eqP).

(* all lists of s numbers below v, in lexicographic order *)
Definition all_tuples (v s : nat) : seq (seq nat) :=
  iter s (fun us => [seq x :: u | x <- iota 0 v, u <- us]) [:: [::]].

(* a point with rational coordinates: common denominator, numerators *)
Definition qpoint : Type := Z * seq Z.
Definition sq (x : Z) : Z := (x * x)%Z.
(* |p - q|^2 times the square of both denominators *)
Definition sqdist (p q : qpoint) : Z :=
  foldr (fun ab sum => (sq (ab.1 * q.1 - ab.2 * p.1) + sum)%Z) 0%Z (zip p.2 q.2).
(* |p - q| <= |p' - q'| *)
Definition qle (p q p' q' : qpoint) : bool :=
  Z.leb (sqdist p q * sq (p'.1 * q'.1)) (sqdist p' q' * sq (p.1 * q.1)).

Section Level.
Variables (v n : nat).
(* what is seen of each string: the tuple at the site and its n targets *)
Variable rows : seq (seq nat * seq nat).

(* the empirical context vector: how often target number k.1 was k.2, over how often the tuple
   was seen; zero for a tuple never seen *)
Definition counts (u : seq nat) : qpoint :=
  let ys := [seq r.2 | r <- rows & r.1 == u] in
  (Z.of_nat (maxn 1 (size ys)), [seq Z.of_nat (count (fun y => nth 0 y kz.1 == kz.2) ys)
     | kz <- [seq (k, z) | k <- iota 0 n, z <- iota 0 v]]).

Definition item : eqType := [eqType of seq nat * (Z * seq Z)].
Definition item_le (a b c d : item) : bool := qle a.2 b.2 c.2 d.2.

(* the label of every tuple of ts: the rank of its nearest centre *)
Definition table (ts : seq (seq nat)) : seq nat :=
  let seen := [seq r.1 | r <- rows] in
  let items : seq item := [seq (u, counts u) | u <- ts] in
  let centres := farthest_first item_le v [seq a <- items | a.1 \in seen] in
  [seq nearest item_le centres a | a <- items].
End Level.

Section Program.
Variables (v s : nat).

(* a site: the number of the tuple at its level, and the numbers of the targets at theirs *)
Definition place_numbers : Type := nat * seq nat.
Definition tuple_number (x : seq nat) (i : nat) : seq nat := take s (drop (i * s) x).
Definition row (p : place_numbers) (x : seq nat) : seq nat * seq nat :=
  (tuple_number x p.1, [seq nth 0 x z | z <- p.2]).
(* the string one level up: the label of each tuple *)
Definition climb (ts : seq (seq nat)) (tab : seq nat) (x : seq nat) : seq nat :=
  [seq nth 0 tab (index (tuple_number x i) ts) | i <- iota 0 (size x %/ s)].

(* one table of labels per site, from the bottom *)
Fixpoint ilc (ts : seq (seq nat)) (ps : seq place_numbers) (X : seq (seq nat)) : seq (seq nat) :=
  if ps is p :: ps' then
    let tab := table v (size p.2) [seq row p x | x <- X] ts in
    tab :: ilc ts ps' [seq climb ts tab x | x <- X]
  else [::].

Definition run (ps : seq place_numbers) (X : seq (seq nat)) : seq (seq nat) :=
  ilc (all_tuples v s) ps X.
Definition decode (tabs : seq (seq nat)) (x : seq nat) : seq nat :=
  foldl (fun x tab => climb (all_tuples v s) tab x) x tabs.
End Program.
