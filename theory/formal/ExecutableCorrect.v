(* The program of Executable.v computes what Algorithm1.v defines: first one level (the label of
   every tuple from what is seen at a site), then all levels of every string. *)
From Coq Require Import Reals Lra ZArith FunctionalExtensionality.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Probability Vectors Site Grammar Algorithm1 Assumptions.
From OwnLatents Require Import FarthestFirst Recovery Executable ExactClusterer.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(* One level: from the pairs (tuple, targets) seen at the site to the label of every tuple. *)
Section OneLevel.
Variables (v s n : nat) (v0 : 'I_v).
Notation tup := {ffun 'I_s -> 'I_v}.
Variable seen : seq (tup * {ffun 'I_n -> 'I_v}).
Let rows := [seq (numbers o.1, numbers o.2) | o <- seen].
Let points (u : tup) := empirical [seq o.2 | o <- seen & o.1 == u].

Lemma counts_represent u : represents (counts v n rows (numbers u)) (points u).
Proof.
set zs := [seq o.2 | o <- seen & o.1 == u].
have ys : [seq r.2 | r <- rows & r.1 == numbers u] = map (@numbers v n) zs.
  rewrite /rows filter_map -!map_comp; congr map.
  by apply: eq_filter => o /=; rewrite (inj_eq (@numbers_inj _ _)).
rewrite /represents /counts ys size_map /=; split.
  by case: (size zs) => //= k; rewrite /maxn; case: ifP.
exists (fun kz => Z.of_nat (count (fun y => nth 0%N y kz.1 == kz.2) (map (@numbers v n) zs))).
split=> // kz; rewrite -!INR_IZR_INZ /points -/zs /empirical.
have -> : \rsum_(y <- zs) onehots y kz =
    INR (count (fun y => nth 0%N y (val kz.1) == val kz.2) (map (@numbers v n) zs)).
  rewrite count_map; elim: (zs) => [|y zs' IH] /=; first by rewrite big_nil.
  by rewrite big_cons IH plus_INR /onehots nth_numbers -val_eqE /ind; case: (_ == _).
case: (zs) => [|z zs']; first by rewrite /= Rmult_0_r /Rdiv Rmult_0_l.
by rewrite (maxn_idPr _) // /Rdiv Rmult_comm.
Qed.

(* The program's labels are those of the clusterer on the real empirical context vectors. *)
Theorem executable_clusterer_correct u :
  nth 0%N (table v n rows (all_tuples v s)) (index (numbers u) (all_tuples v s)) =
  farthest_first_clusterer v0 (in_order v0 s) [set u in [seq o.1 | o <- seen]] points u.
Proof.
pose g (w : tup) : item := (numbers w, counts v n rows (numbers w)).
have g_inj : injective g by move=> w w' [/numbers_inj].
have g_le (a b c d : tup) : item_le (g a) (g b) (g c) (g d) = le_dst points a b c d.
  by rewrite /item_le /= (qleE (counts_represent a) (counts_represent b) (counts_represent c)
    (counts_represent d)).
have v_gt0 : (0 < v)%N by apply: leq_ltn_trans (ltn_ord v0).
have lt : (index (numbers u) (all_tuples v s) < size (all_tuples v s))%N.
  by rewrite index_mem numbers_all.
rewrite /table (nth_map (g u)) ?size_map // (nth_map (numbers u)) // nth_index ?numbers_all //.
have -> : [seq a <- [seq (w, counts v n rows w) | w <- all_tuples v s] | a.1 \in map fst rows] =
    map g [seq w <- in_order v0 s | w \in [set u in [seq o.1 | o <- seen]]].
  rewrite -(numbers_in_order v0) -map_comp filter_map; congr map; apply: eq_filter => w.
  rewrite /= inE /rows -map_comp (map_comp (@numbers v s) fst).
  by rewrite (mem_map (@numbers_inj _ _)).
rewrite (farthest_first_map g_le) -/(g u) (nearest_map g_inj g_le).
rewrite /farthest_first_clusterer card_ord nth_enum_ord //.
exact: nearest_lt.
Qed.
End OneLevel.

(* All levels.  Node [t :: p] of the tree is child t of node p; in the strings of the program it
   has the number s times that of p, plus t. *)
Section AllLevels.
Variables (v s L n : nat) (v0 : 'I_v) (sites : nat -> site s n).
Hypothesis sites_ok : valid_sites L sites.
Notation ts := (all_tuples v s).

Fixpoint number (p : seq 'I_s) : nat := if p is t :: p' then number p' * s + t else 0.
Definition numbered (S : site s n) : place_numbers :=
  (number (tuple_path S), [seq number (target_path S k) | k <- enum 'I_n]).
Definition well_formed (x : seq nat) : bool := (size x == s ^ L)%N && all (fun z => z < v)%N x.
Definition string_of (x : seq nat) : vis [finType of 'I_v] s L :=
  [ffun p : L.-tuple 'I_s => insubd v0 (nth 0%N x (number p))].

Variable Xs : seq (seq nat).
Hypothesis Xs_ok : all well_formed Xs.
Let CL := farthest_first_clusterer (J := [finType of 'I_n * 'I_v]) v0 (in_order v0 s).
Let lab := label v0 sites CL (map string_of Xs).

Lemma s_gt0 : (0 < s)%N.
Proof. exact: leq_ltn_trans (ltn_ord (place (sites 0))). Qed.

Lemma number_lt p : (number p < s ^ size p)%N.
Proof.
elim: p => [|t p IH] //=; rewrite expnSr; apply: (@leq_trans ((number p).+1 * s)).
  by rewrite mulSn addnC ltn_add2r.
by rewrite leq_mul2r IH orbT.
Qed.

(* y is the list of the level-l labels of x *)
Definition agrees l (y x : seq nat) : Prop := size y = (s ^ (L - l))%N /\
  forall p, size p = (L - l)%N -> nth 0%N y (number p) = lab l (string_of x) p.

Lemma agrees0 x : well_formed x -> agrees 0 x x.
Proof.
move=> /andP [/eqP Hs /allP Hv]; split; rewrite subn0 // => p Hp.
rewrite /lab /= /label0 insubT ?Hp // => E; rewrite ffunE val_insubd Hv //.
by apply: mem_nth; have := number_lt p; rewrite Hp -Hs.
Qed.

Lemma tuple_agrees l y x p : (l < L)%N -> agrees l y x -> size p = (L - l.+1)%N ->
  tuple_number s y (number p) = numbers (tuple_of (lab l) (string_of x) p).
Proof.
move=> Hl [Hs Hy] Hp; have Hlt : (number p * s + s <= size y)%N.
  by rewrite Hs -(subnSK Hl) expnSr -Hp -mulSnr leq_mul2r number_lt orbT.
have Hsz : size (tuple_number s y (number p)) = s.
  by rewrite size_takel // size_drop leq_subRL // (leq_trans _ Hlt) // leq_addr.
apply: (@eq_from_nth _ 0%N); rewrite Hsz ?size_numbers // => t Ht.
rewrite (nth_numbers _ (Ordinal Ht)) ffunE nth_take // nth_drop -Hy //=.
by rewrite Hp subnSK.
Qed.

Section Step.
Variables (l : nat) (E : seq nat -> seq nat).
Hypotheses (Hl : (l.+1 < L)%N) (HE : forall x, well_formed x -> agrees l (E x) x).
Let tab := table v n [seq row s (numbered (sites l)) x | x <- map E Xs] ts.

Lemma table_agrees u : nth 0%N tab (index (numbers u) ts) =
  learned v0 sites CL (map string_of Xs) l u.
Proof.
set S := sites l; pose seen := [seq (tuple_of (lab l) x (tuple_path S),
  [ffun k => lab l x (target_path S k)]) | x <- map string_of Xs].
have rowsE : [seq row s (numbered S) x | x <- map E Xs] =
    [seq (numbers o.1, numbers o.2) | o <- seen].
  rewrite -!map_comp; apply/eq_in_map => x /(allP Xs_ok) /HE Hx /=; congr pair.
    by rewrite (tuple_agrees (ltnW Hl) Hx) // (size_tuple_path Hl (sites_ok Hl)).
  rewrite /numbers -map_comp; apply: eq_map => k; rewrite [LHS]/comp [LHS]Hx.2.
    by rewrite ffunE.
  exact: size_target_path Hl (sites_ok Hl).
rewrite /tab rowsE (executable_clusterer_correct v0); congr (nat_of_ord (CL _ _ u)).
  by apply/setP => w; rewrite !inE -map_comp.
apply: functional_extensionality => w; congr empirical.
by rewrite /seen filter_map -map_comp.
Qed.

Lemma climb_agrees x : well_formed x -> agrees l.+1 (climb s ts tab (E x)) x.
Proof.
move=> /HE Hx; have sz : (size (E x) %/ s = s ^ (L - l.+1))%N.
  by rewrite Hx.1 -(subnSK (ltnW Hl)) expnSr mulnK // s_gt0.
split=> [|p Hp]; first by rewrite size_map size_iota.
have Hlt : (number p < s ^ (L - l.+1))%N by rewrite -Hp number_lt.
rewrite (nth_map 0%N) ?size_iota ?sz // nth_iota // add0n.
by rewrite (tuple_agrees (ltnW Hl) Hx Hp) table_agrees.
Qed.
End Step.

Lemma run_agrees k l E x : (l + k < L)%N -> (forall x, well_formed x -> agrees l (E x) x) ->
  well_formed x -> agrees (l + k) (foldl (fun y tab => climb s ts tab y) (E x)
    (ilc v s ts [seq numbered (sites i) | i <- iota l k] (map E Xs))) x.
Proof.
elim: k l E => [|k IH] l E Hl HE Hx; first by rewrite addn0; apply: HE.
rewrite [iota _ _]/= [map _ _]/= [ilc _ _ _ _ _]/= size_map size_enum_ord.
rewrite addnS -addSn in Hl *; have Hl' : (l.+1 < L)%N by apply: leq_ltn_trans Hl; apply: leq_addr.
set tab := table _ _ _ _; rewrite [foldl _ _ _]/= -(map_comp _ E).
by apply: (IH l.+1 (fun y => climb s ts tab (E y)) Hl) => // y Hy; apply: climb_agrees.
Qed.

(* The labels that the program gives to any string, at every level below the root, are those of
   Algorithm 1 with farthest-first traversal, for every sample. *)
Theorem executable_ilc_correct l x p : (l < L)%N -> well_formed x -> size p = (L - l)%N ->
  nth 0%N (decode v s (run v s [seq numbered (sites i) | i <- iota 0 l] Xs) x) (number p) =
  label v0 sites CL (map string_of Xs) l (string_of x) p.
Proof.
move=> Hl Hx Hp; have [_ H] := @run_agrees l 0 id x Hl agrees0 Hx.
by move: (H p); rewrite map_id /decode /run add0n => ->.
Qed.

(* Hence, wherever Theorem 2 says that ILC recovers, the program does: up to one permutation per
   level, the labels that it gives to every string of the language are the true symbols.  (By
   farthest_first_stable Theorem 2 applies to its clustering module.) *)
Corollary executable_recovers (m : nat) (rule : nat -> 'I_v -> 'I_m -> {ffun 'I_s -> 'I_v})
  (ws : seq (Om [finType of 'I_v] m s L)) : map string_of Xs = map (visible rule) ws ->
  recovered rule v0 sites CL ws ->
  exists p : nat -> 'I_v -> 'I_v, (forall l, (l < L)%N -> injective (p l)) /\
    forall l x w q, (l < L)%N -> well_formed x -> string_of x = visible rule w ->
      size q = (L - l)%N ->
      nth 0%N (decode v s (run v s [seq numbered (sites i) | i <- iota 0 l] Xs) x) (number q) =
      p l (sym rule w q).
Proof.
move=> EX [p [p_inj Hp _]]; exists p; split=> // l x w q Hl Hx Ex Hq.
by rewrite executable_ilc_correct // EX Ex Hp.
Qed.
End AllLevels.
