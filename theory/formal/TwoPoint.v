(* The tool of the negative results: two worlds that look alike.  An algorithm is any function of
   P observations (a random algorithm is a mixture of such functions).  If the observations have the
   same law in both worlds and no answer is right in both, then for every P the two probabilities
   of a wrong answer add up to at least 1.  The answer asked for here: which tuples of one level are
   synonyms.  No answer is right both before and after two symbols have exchanged a rule. *)
From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Probability.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

Section TwoPoint.
Variables (T T' O : finType) (p : dist T) (p' : dist T') (S : T -> O) (S' : T' -> O).
Hypothesis same_law : forall o, Pr p (fun x => S x == o) = Pr p' (fun x => S' x == o).

Lemma law_of_statistic (W : finType) (q : dist W) (Z : W -> O) (f : O -> R) :
  Ex q (fun x => f (Z x)) = \rsum_(o : O) (Pr q (fun x => Z x == o) * f o).
Proof.
rewrite (@Ex_ext _ q _ (fun x => \rsum_(o : O) (f o * ind (Z x == o)))).
  by rewrite Ex_sum; apply: eq_bigr => o _; rewrite Ex_Z Rmult_comm.
move=> x; rewrite (bigD1 (Z x)) //= eqxx big1 /ind; first by rewrite Rmult_1_r Rplus_0_r.
by move=> o /negbTE E; rewrite eq_sym E Rmult_0_r.
Qed.

Lemma same_law_of_samples n (f : seq O -> R) :
  Es p n (fun xs => f (map S xs)) = Es p' n (fun xs => f (map S' xs)).
Proof.
elim: n f => [//|n IH] f /=.
rewrite (@Ex_ext _ p _ (fun x => Es p' n (fun xs => f (S x :: map S' xs)))).
  rewrite (law_of_statistic p S (fun o => Es p' n (fun xs => f (o :: map S' xs)))).
  rewrite (law_of_statistic p' S' (fun o => Es p' n (fun xs => f (o :: map S' xs)))).
  by apply: eq_bigr => o _; rewrite same_law.
by move=> x; apply: (IH (fun os => f (S x :: os))).
Qed.

(* If the statistic has the same law in two worlds and no answer is right in both, then every
   algorithm errs, in one world or the other, with probability at least one half. *)
Theorem two_point (answer : Type) (right right' : pred answer) :
  (forall ans, ~~ (right ans && right' ans)) -> forall (n : nat) (alg : seq O -> answer),
  1 <= Prs p n (fun xs => ~~ right (alg (map S xs))) +
       Prs p' n (fun xs => ~~ right' (alg (map S' xs))).
Proof.
move=> no n alg; rewrite /Prs (same_law_of_samples n (fun os => ind (~~ right (alg os)))).
rewrite -Es_D -{1}(Es_const p' n 1); apply: Es_le => xs _.
have := no (alg (map S' xs)); rewrite /ind.
by case: (right (alg _)); case: (right' (alg _)) => //= _; lra.
Qed.
End TwoPoint.

Section Answers.
Variables (V : finType) (m s : nat).
Notation tup := {ffun 'I_s -> V}.
Implicit Types (R : V -> 'I_m -> tup) (ans : tup -> tup -> bool) (u : tup).

Definition synonyms R u u' : bool :=
  [exists a, [exists i, R a i == u] && [exists i, R a i == u']].
(* right about all grammatical tuples; exactly right: also tells which tuples are grammatical *)
Definition right R ans : bool :=
  [forall x : V * 'I_m, forall y : V * 'I_m, ans (R x.1 x.2) (R y.1 y.2) == (x.1 == y.1)].
Definition exactly_right R ans : bool := [forall u, forall u', ans u u' == synonyms R u u'].

(* the rules of one depth with rule i of a and rule i' of b exchanged *)
Definition transpose (a : V) (i : 'I_m) (b : V) (i' : 'I_m) (x : V * 'I_m) : V * 'I_m :=
  if x == (a, i) then (b, i') else if x == (b, i') then (a, i) else x.
Definition exchange R a i b i' (c : V) (l : 'I_m) : tup :=
  let x := transpose a i b i' (c, l) in R x.1 x.2.

Lemma transposeK a i b i' : involutive (transpose a i b i').
Proof.
move=> x; rewrite /transpose; case: (altP (x =P (a, i))) => [->|xa].
  by rewrite eqxx; case: eqP.
by case: (altP (x =P (b, i'))) => [->|xb]; rewrite ?eqxx // (negbTE xa) (negbTE xb).
Qed.

Lemma transpose_other a i b i' x : x.1 != a -> x.1 != b -> transpose a i b i' x = x.
Proof.
move=> xa xb; rewrite /transpose.
by case: eqP => [E|_]; [rewrite E eqxx in xa|case: eqP => [E|//]; rewrite E eqxx in xb].
Qed.

Lemma exchange_inj R a i b i' : injective (fun x : V * 'I_m => R x.1 x.2) ->
  injective (fun x : V * 'I_m => exchange R a i b i' x.1 x.2).
Proof. by move=> HR [c l] [d k] /HR /(can_inj (transposeK a i b i')). Qed.

(* With m >= 2 no answer is right both before and after an exchange. *)
Lemma exchange_clash R a i b i' ans : (1 < m)%N -> a != b ->
  ~~ (right R ans && right (exchange R a i b i') ans).
Proof.
move=> Hm ab; apply/andP => -[/forallP /(_ (a, i)) /forallP H /forallP /(_ (b, i')) /forallP H'].
have [i0 Hi] : exists i0 : 'I_m, i0 != i.
  have /card_gt0P [i0] : (0 < #|predC1 i|)%N by rewrite cardC1 card_ord -subn1 subn_gt0.
  by exists i0.
have /eqP := H (a, i0); have /eqP := H' (a, i0); rewrite /exchange /transpose /= !xpair_eqE.
rewrite !eqxx /= (negbTE Hi) (negbTE ab) [b == a]eq_sym (negbTE ab) /= => E E'.
by have := E; rewrite E'.
Qed.
End Answers.
