(* What no algorithm can learn that sees of each string all s tuples below one grandparent, all
   levels below being known; so nothing is gained by taking all s (s - 1) cousin tokens as targets
   (the other side of Theorem 2 of arXiv 2605.27734).  With the few targets of Impossibility.v an
   exchange of rules goes unnoticed if two symbols have equal context vectors; here they must be
   interchangeable: the law of the grandparent's s children does not change when one of the two is
   put for the other at any of the s places.  Then rule i of a and rule i' of b may change hands,
   at all places of that depth at once, and nothing shows. *)
From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Probability Grammar TwoPoint Impossibility.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

Section Interchangeable.
Variables (V : finType) (m s L : nat) (v0 : V) (i0 : 'I_m).
Notation tup := {ffun 'I_s -> V}.
Notation Om := (Om V m s L).
Notation mu := (mu s L v0 i0).
Implicit Type rule : nat -> V -> 'I_m -> tup.
(* a level-(l+2) grandparent; the rules of depth D write the tuples below its children *)
Variables (l : nat) (gp : seq 'I_s).
Hypotheses (Hl : (l.+1 < L)%N) (Hgp : size gp = (L - l.+2)%N).
Notation D := (L - l.+1)%N.

Definition children rule (w : Om) : {ffun 'I_s -> V} := [ffun t => sym rule w (t :: gp)].
Definition tuples rule (w : Om) : {ffun 'I_s -> tup} := [ffun t => kids rule w (t :: gp)].

Lemma size_child (t : 'I_s) : size (t :: gp) = D.
Proof. by rewrite /= Hgp subnSK. Qed.

(* the rules chosen at the s children are uniform and independent of each other and the children *)
Lemma choices_uniform rule (F : {ffun 'I_s -> V}) (I : 'I_s -> 'I_m) (ts : seq 'I_s) : uniq ts ->
  Pr mu (fun w => (children rule w == F) && all (fun t => chs w (t :: gp) == I t) ts) =
  Pr mu (fun w => children rule w == F) / INR m ^ size ts.
Proof.
have Hm := mR0 i0; have DL : (D < L)%N by rewrite ltn_subrL (leq_trans _ Hl).
elim: ts => [|t ts IH] /= Hu.
  by rewrite /Rdiv Rinv_1 Rmult_1_r; apply: Ex_ext => w; rewrite andbT.
have /andP [tts uts] := Hu.
have step := split_at v0 i0 (p := t :: gp)
  (B := fun w => (children rule w == F) && all (fun t => chs w (t :: gp) == I t) ts) (I t).
transitivity (Pr mu (fun w => (children rule w == F) &&
    all (fun t => chs w (t :: gp) == I t) ts && (chs w (t :: gp) == I t))).
  by apply: Ex_ext => w; rewrite andbAC andbA.
rewrite step ?size_child // ?IH // => [|j j' w].
  by rewrite -tech_pow_Rmult /Rdiv Rinv_mult Rmult_assoc; congr (_ * _); apply: Rmult_comm.
congr ((_ == F) && _).
  apply/ffunP => t'; rewrite !ffunE sym_swap ?size_child ?(ltnW DL) // => k /andP [Hk _].
  case: k Hk => // k _; apply/eqP => /(congr1 size) /eqP; rewrite size_drop /=.
  by rewrite subSS ltn_eqF // ltnS leq_subr.
apply: eq_in_all => t' Ht'; rewrite chs_swap insub_node_eq ?size_child //.
by rewrite (_ : _ == t :: gp = false) //; apply/eqP => -[E]; rewrite -E Ht' in tts.
Qed.

Lemma tuples_law rule (x : 'I_s -> V * 'I_m) : unambiguous rule ->
  Pr mu (fun w => tuples rule w == [ffun t => rule D (x t).1 (x t).2]) =
  Pr mu (fun w => children rule w == [ffun t => (x t).1]) / INR m ^ s.
Proof.
move=> inj; have := choices_uniform rule [ffun t => (x t).1] (fun t => (x t).2) (enum_uniq 'I_s).
rewrite size_enum_ord => <-; apply: Ex_ext => w; congr ind.
apply/eqP/andP => [/ffunP E|[/eqP /ffunP Ec /allP Ei]].
  have Et t : sym rule w (t :: gp) = (x t).1 /\ chs w (t :: gp) = (x t).2.
    have := E t; rewrite !ffunE kidsE size_child => Et.
    by case: (inj D (_, _) (_, _) Et).
  split; first by apply/eqP/ffunP => t; rewrite !ffunE; case: (Et t).
  by apply/allP => t _; rewrite (Et t).2.
apply/ffunP => t; rewrite !ffunE kidsE size_child; have := Ec t; rewrite !ffunE => ->.
by rewrite (eqP (Ei t (mem_enum _ t))).
Qed.

Variables (rule : nat -> V -> 'I_m -> tup) (a b : V) (i i' : 'I_m).
Hypothesis rule_inj : unambiguous rule.
Notation exchanged := (exchanged L l rule a b i i').

Definition interchangeable : Prop := forall F F' : {ffun 'I_s -> V},
  (forall t, F t = F' t \/ (F t = a /\ F' t = b) \/ (F t = b /\ F' t = a)) ->
  Pr mu (fun w => children rule w == F) = Pr mu (fun w => children rule w == F').

Lemma interchanged_law : interchangeable -> forall K,
  Pr mu (fun w => tuples rule w == K) = Pr mu (fun w => tuples exchanged w == K).
Proof.
move=> Hab K; pose x t := odflt (a, i) [pick z : V * 'I_m | rule D z.1 z.2 == K t].
have exD z : exchanged D z.1 z.2 =
    rule D (transpose a i b i' z).1 (transpose a i b i' z).2.
  by rewrite /Impossibility.exchanged eqxx /exchange -surjective_pairing.
case: (boolP [forall t, rule D (x t).1 (x t).2 == K t]) => [/forallP HK|].
  have -> : K = [ffun t => rule D (x t).1 (x t).2].
    by apply/ffunP => t; rewrite ffunE (eqP (HK t)).
  rewrite tuples_law //.
  pose y t := transpose a i b i' (x t).
  have -> : [ffun t => rule D (x t).1 (x t).2] = [ffun t => exchanged D (y t).1 (y t).2].
    by apply/ffunP => t; rewrite !ffunE exD transposeK.
  rewrite tuples_law; last exact: exchanged_unambiguous.
  congr (_ / _); transitivity (Pr mu (fun w => children rule w == [ffun t => (y t).1])).
    apply: Hab => t; rewrite !ffunE /y /transpose.
    case: eqP => [->|_] /=; first by right; left.
    by case: eqP => [->|_] /=; [right; right|left].
  apply: Ex_ext => w; congr (ind (_ == _)); apply/ffunP => t; rewrite !ffunE.
  by rewrite (sym_above w (@exchanged_other _ _ _ _ _ _ _ _ _ _)) // size_child.
rewrite negb_forall => /existsP [t /eqP Ht].
have none z : rule D z.1 z.2 <> K t.
  move=> E; apply: Ht; rewrite /x; case: pickP => [z' /eqP //|/(_ z)].
  by rewrite E eqxx.
apply: Ex_ext => w; congr ind; transitivity false; last apply/esym; apply/eqP.
  by move/ffunP/(_ t); rewrite ffunE kidsE size_child => /(none (_, _)).
by move/ffunP/(_ t); rewrite ffunE kidsE size_child (exD (_, _)); apply: none.
Qed.

(* Two interchangeable symbols: no algorithm that sees all the tuples below the grandparent tells
   the grammar from the one where the two symbols have exchanged a rule. *)
Theorem interchangeable_impossible : (1 < m)%N -> a != b -> interchangeable ->
  forall (P : nat) (alg : seq {ffun 'I_s -> tup} -> tup -> tup -> bool),
  1 <= Prs mu P (fun ws => ~~ right (rule D) (alg (map (tuples rule) ws))) +
       Prs mu P (fun ws => ~~ right (exchanged D) (alg (map (tuples exchanged) ws))).
Proof.
move=> Hm ab Hab; apply: two_point; first exact: interchanged_law.
by move=> ans; rewrite /Impossibility.exchanged eqxx; apply: exchange_clash.
Qed.
End Interchangeable.
