(* What "ILC recovers the tree" means, and the deterministic half of the proof of Theorem 2: if
   every tuple is seen and every empirical context vector is within kappa Delta of its centre,
   then ILC recovers everything, level by level. *)
From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Vectors Site Grammar Thinning Lemma1 Algorithm1 Assumptions.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

Section Recovery.
Variables (V : finType) (m s L n : nat).
Variable rule : nat -> V -> 'I_m -> {ffun 'I_s -> V}.
Variables (v0 : V) (sites : nat -> site s n).
Notation tup := {ffun 'I_s -> V}.
Notation Om := (Om V m s L).
Notation visible := (visible rule).
Variable CL : clusterer [finType of tup] [finType of 'I_n * V] V.

(* Recovered from the strings of the derivations ws: there is one permutation p l of the symbols
   per level, such that on EVERY string of the language ILC's label is the permuted true symbol at
   every non-root node (level l < L), and the learned map sends every tuple of every rule below
   the root to the permuted parent. *)
Definition recovered (ws : seq Om) : Prop :=
  let X := map visible ws in
  exists p : nat -> V -> V,
    [/\ forall l, (l < L)%N -> injective (p l),
        forall l, (l < L)%N -> forall (w : Om) q, size q = (L - l)%N ->
          label v0 sites CL X l (visible w) q = p l (sym rule w q)
      & forall l, (l.+1 < L)%N -> forall a i,
          learned v0 sites CL X l (relabel (p l) (level_rule L rule l a i)) = p l.+1 a].

(* the same as a decidable event *)
Definition recoveredb (ws : seq Om) : bool :=
  let X := map visible ws in
  [exists p : {ffun 'I_L -> {ffun V -> V}},
    [&& [forall l : 'I_L, injectiveb (p l)],
        [forall l : 'I_L, forall w : Om, forall q : (L - l).-tuple 'I_s,
           label v0 sites CL X l (visible w) q == p l (sym rule w q)]
      & [forall l : 'I_L, forall l' : 'I_L, forall a, forall i, (val l' == l.+1) ==>
           (learned v0 sites CL X l (relabel (p l) (level_rule L rule l a i)) == p l' a)]]].

Lemma recoveredP ws : reflect (recovered ws) (recoveredb ws).
Proof.
have ins l (H : (l < L)%N) : insub l = Some (Ordinal H) by rewrite insubT.
apply: (iffP existsP) => [[p /and3P [/forallP H1 /forallP H2 /forallP H3]]|[p [H1 H2 H3]]].
  exists (fun l a => if insub l is Some l' then p l' a else a); split=> l Hl.
  - rewrite (ins _ Hl); exact/injectiveP/H1.
  - move=> w q Hq; rewrite (ins _ Hl).
    move: (H2 (Ordinal Hl)) => /forallP /(_ w) /forallP /= H.
    have Hq' : size q == (L - l)%N by apply/eqP.
    by have /eqP := H (Tuple Hq').
  - move=> a i; have Hl0 := ltnW Hl.
    move: (H3 (Ordinal Hl0)) => /forallP /(_ (Ordinal Hl)) /forallP /(_ a) /forallP /(_ i).
    rewrite /= eqxx /= => /eqP; rewrite (ins _ Hl) => <-; congr (learned _ _ _ _ _ _).
    by apply/ffunP => x; rewrite !ffunE (ins _ Hl0).
exists [ffun l : 'I_L => [ffun a => p l a]]; apply/and3P; split; apply/forallP => l.
- by apply/injectiveP => a b; rewrite !ffunE; apply: H1.
- apply/forallP => w; apply/forallP => q; rewrite !ffunE; apply/eqP.
  by apply: H2 => //; rewrite size_tuple.
- apply/forallP => l'; apply/forallP => a; apply/forallP => i; apply/implyP => /eqP E.
  rewrite !ffunE; have Hl' := ltn_ord l'; rewrite E in Hl'.
  have -> : p l' a = p l.+1 a by rewrite -E.
  rewrite -(H3 _ Hl' a i); apply/eqP; congr (learned _ _ _ _ _ _).
  by apply/ffunP => x; rewrite !ffunE.
Qed.

(* the deterministic induction *)
Section Induction.
Variables (i0 : 'I_m) (kappa Delta : R).
Hypothesis rule_inj : unambiguous rule.
Hypothesis sites_ok : valid_sites L sites.
Hypothesis CL_stable : stable kappa CL.
Hypothesis HDelta : 0 < Delta.
Hypothesis Hsep : separated L rule v0 i0 sites Delta.
Variable ws : seq Om.
Let X := map visible ws.
Let lab := label v0 sites CL X.
Let lrn := learned v0 sites CL X.
Notation rl := (level_rule L rule).

(* the targets of the strings whose tuple is rule number i of symbol a *)
Definition draws l a i : seq {ffun 'I_n -> V} :=
  selected (fun w => tuple_at rule (sites l) w == rl l a i) (targets_at rule (sites l)) ws.
Hypothesis seen : forall l, (l.+1 < L)%N -> forall a i, (0 < size (draws l a i))%N.
Hypothesis close : forall l, (l.+1 < L)%N -> forall a i,
  dst (empirical (draws l a i)) (centre L rule v0 i0 (sites l) a) <= kappa * Delta.

Lemma relabel_inj (p : V -> V) : injective p -> injective (@relabel [finType of 'I_s] V p).
Proof.
by move=> Hp u u' /ffunP E; apply/ffunP => x; have := E x; rewrite !ffunE => /Hp.
Qed.

(* the permutation of labels at each level *)
Fixpoint perm_at (l : nat) : V -> V :=
  if l is l'.+1 then fun a => lrn l' (relabel (perm_at l') (rl l' a i0)) else id.

Lemma level_step l : (l.+1 < L)%N -> injective (perm_at l) ->
  (forall w q, size q = (L - l)%N -> lab l (visible w) q = perm_at l (sym rule w q)) ->
  [/\ injective (perm_at l.+1),
      forall w q, size q = (L - l.+1)%N -> lab l.+1 (visible w) q = perm_at l.+1 (sym rule w q)
    & forall a i, lrn l (relabel (perm_at l) (rl l a i)) = perm_at l.+1 a].
Proof.
move=> Hl Hp Hlab; set p := perm_at l in Hp Hlab *; set S := sites l.
have HS : valid_site L l S := sites_ok Hl; have sz := size_tuple_path Hl HS.
have Rinj := relabel_inj Hp.
(* by induction the algorithm sees the relabelled tuples and targets *)
have Htup w q : size q = (L - l.+1)%N -> tuple_of (lab l) (visible w) q = relabel p (kids rule w q).
  by move=> Hq; apply/ffunP => t; rewrite !ffunE Hlab //= Hq subnSK // ltnW.
have kidsR w q : size q = (L - l.+1)%N -> kids rule w q = rl l (sym rule w q) (chs w q).
  by move=> Hq; rewrite kidsE Hq.
have HU w : tuple_of (lab l) (visible w) (tuple_path S) = relabel p (tuple_at rule S w).
  exact: Htup.
have HY w : [ffun k => lab l (visible w) (target_path S k)] = relabel p (targets_at rule S w).
  by apply/ffunP => k; rewrite !ffunE Hlab // (size_target_path k Hl HS).
(* the observed tuples are the relabelled grammatical ones *)
set D := observed X S (lab l); set x := context X S (lab l).
have inD a i : relabel p (rl l a i) \in D.
  rewrite inE /X -map_comp; have := seen Hl a i.
  rewrite /draws /selected size_map size_filter -has_count => /hasP [w Hw /eqP E].
  by apply/mapP; exists w => //=; rewrite HU E.
have inDE u : u \in D -> exists a i, u = relabel p (rl l a i).
  rewrite inE /X -map_comp => /mapP [w _ ->] /=; rewrite HU /tuple_at kidsR //.
  by exists (sym rule w (tuple_path S)), (chs w (tuple_path S)).
(* their parents and centres *)
pose tau (u : tup) := odflt v0 [pick a | [exists i, relabel p (rl l a i) == u]].
have tauE a i : tau (relabel p (rl l a i)) = a.
  rewrite /tau; case: pickP => [b /existsP [i' /eqP /Rinj E]|/(_ a)].
    by case: (@rule_inj (L - l.+1)%N (b, i') (a, i) E).
  by move=> /existsP []; exists i.
pose cen (a : V) (kz : 'I_n * V) := centre L rule v0 i0 S a (kz.1, invF Hp kz.2).
pose pp (kz : 'I_n * V) := (kz.1, p kz.2).
have pp_inj : injective pp by move=> [k z] [k' z'] [-> /Hp ->].
have cenE a kz : cen a (pp kz) = centre L rule v0 i0 S a kz.
  by rewrite /cen /= invF_f; case: kz.
have xE a i kz : x (relabel p (rl l a i)) (pp kz) = empirical (draws l a i) kz.
  case: kz => k z; rewrite -(empirical_map _ k z Hp) /x /context /pp /=; congr (empirical _ _).
  rewrite /X filter_map -map_comp /draws /selected -map_comp (eq_map (_ : _ =1 relabel p \o
    targets_at rule S)) => [|w]; last exact: HY.
  by congr map; apply: eq_filter => w /=; rewrite HU (inj_eq Rinj).
(* so a stable module finds the parents *)
have key u u' : u \in D -> u' \in D -> (lrn l u = lrn l u' <-> tau u = tau u').
  apply: (CL_stable (x := x) (mu := cen) (rho := kappa * Delta) HDelta) => [a|u1 Hu1|a b Hab|].
  - by exists (relabel p (rl l a i0)).
  - have [a [i ->]] := inDE _ Hu1; rewrite tauE /dst -(norm_reindex _ pp_inj).
    apply: Rle_trans (close Hl a i); apply: Req_le; apply: norm_ext => kz.
    by rewrite xE cenE.
  - apply: Rle_trans (Hsep Hl Hab) _; rewrite /dst -[X in _ <= X](norm_reindex _ pp_inj).
    by apply: Req_le; apply: norm_ext => kz; rewrite !cenE.
  - exact: Rle_refl.
have cls a i : lrn l (relabel p (rl l a i)) = perm_at l.+1 a.
  by apply/key; rewrite ?inD // !tauE.
split=> // [a b E|w q Hq].
  by have := E; rewrite -(cls a i0) -(cls b i0) => /key; rewrite !tauE; apply; apply: inD.
by rewrite /lab /= -/(lab l) Htup // kidsR //; apply: cls.
Qed.

(* If every tuple of every rule is seen at its site and its empirical context vector is within
   kappa Delta of its parent's centre, then ILC recovers. *)
Theorem deterministic_recovery : recovered ws.
Proof.
have H l : (l < L)%N -> injective (perm_at l) /\
    forall w q, size q = (L - l)%N -> lab l (visible w) q = perm_at l (sym rule w q).
  elim: l => [|l IH] Hl; last by have [H1 H2] := IH (ltnW Hl); have [] := level_step Hl H1 H2.
  split=> // w q; rewrite subn0 => Hq.
  by rewrite /lab /= /label0 /= insubT ?Hq // => E; rewrite ffunE.
exists perm_at; split=> l Hl; first by case: (H l Hl).
  by case: (H l Hl).
by have [H1 H2] := H l (ltnW Hl); have [] := level_step Hl H1 H2.
Qed.
End Induction.
End Recovery.
