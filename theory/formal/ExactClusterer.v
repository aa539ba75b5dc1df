(* Why the exact program of Executable.v computes what Algorithm1.v and FarthestFirst.v define on
   real vectors: traversal commutes with renaming the points, tuples of symbols are lists of
   numbers, and comparing rational points in exact integers compares their Euclidean distances. *)
From Coq Require Import Reals Lra Psatz ZArith.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Probability Vectors Algorithm1 Assumptions FarthestFirst.
From OwnLatents Require Import Executable.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(* Farthest-first traversal commutes with renaming the points. *)
Section Rename.
Variables (U W : eqType) (le : U -> U -> U -> U -> bool) (le' : W -> W -> W -> W -> bool).
Variable g : U -> W.
Hypothesis g_inj : injective g.
Hypothesis g_le : forall a b c d, le' (g a) (g b) (g c) (g d) = le a b c d.

Lemma first_min_map (r : U -> U -> bool) (r' : W -> W -> bool) x xs :
  (forall a b, r' (g a) (g b) = r a b) -> first_min r' (g x) (map g xs) = g (first_min r x xs).
Proof. by move=> H; elim: xs x => //= y xs IH x; rewrite H -IH; case: (r x y). Qed.

Lemma nearest_centre_map cs u : nearest_centre le' (map g cs) (g u) = g (nearest_centre le cs u).
Proof. by case: cs => //= c cs; apply: first_min_map. Qed.

Lemma farthest_first_map k pts : farthest_first le' k (map g pts) = map g (farthest_first le k pts).
Proof.
case: pts => //= u pts; elim: (k.-1) => //= j ->; rewrite map_rcons; congr (rcons _ _).
by apply: first_min_map => a b; rewrite !nearest_centre_map g_le.
Qed.

Lemma nearest_map cs u : nearest le' (map g cs) (g u) = nearest le cs u.
Proof. by rewrite /nearest nearest_centre_map index_map. Qed.
End Rename.

Lemma nearest_lt (U : eqType) (le : U -> U -> U -> U -> bool) k pts u :
  (0 < k)%N -> (nearest le (farthest_first le k pts) u < k)%N.
Proof.
case: k => // k _; case: pts => [|x pts] //=.
have -> : k.+1 = size (iter k (fun cs => rcons cs (farthest le cs x pts)) [:: x]).
  by elim: k => //= k IH; rewrite size_rcons -IH.
rewrite index_mem; have in_min (r : U -> U -> bool) b xs : first_min r b xs \in b :: xs.
  elim: xs b => [|y xs IH] b /=; first by rewrite mem_head.
  by have := IH (if r b y then b else y); rewrite !inE; case: ifP => _ /orP [] ->; rewrite ?orbT.
have : iter k (fun cs => rcons cs (farthest le cs x pts)) [:: x] != [::].
  by case: k => //= k; case: (iter _ _ _).
by case: (iter _ _ _) => // c cs _; apply: in_min.
Qed.

(* numbers for symbols *)
Section Numbers.
Variable (v : nat).
Definition numbers (q : nat) (u : {ffun 'I_q -> 'I_v}) : seq nat :=
  [seq val (u t) | t <- enum 'I_q].

Lemma nth_numbers q (u : {ffun 'I_q -> 'I_v}) (t : 'I_q) : nth 0%N (numbers u) t = u t.
Proof. by rewrite (nth_map t) ?size_enum_ord ?nth_ord_enum. Qed.

Lemma size_numbers q (u : {ffun 'I_q -> 'I_v}) : size (numbers u) = q.
Proof. by rewrite size_map size_enum_ord. Qed.

Lemma numbers_inj q : injective (@numbers q).
Proof.
move=> u u' E; apply/ffunP => t; apply: val_inj.
by rewrite /= -nth_numbers E nth_numbers.
Qed.

Lemma mem_all_tuples q (x : seq nat) :
  (x \in all_tuples v q) = (size x == q) && all (fun z => (z < v)%N) x.
Proof.
elim: q x => [|q IH] [|z x] //=.
  by rewrite /all_tuples /=; apply/allpairsP => -[[a b] [_ _]].
rewrite eqSS /all_tuples [LHS]/= -/(all_tuples v q); apply/allpairsP/and3P.
  move=> [[a b] [/= Ha Hb [-> ->]]]; move: Ha Hb.
  by rewrite mem_iota IH => /andP [_ ->] /andP [-> ->].
move=> [H1 H2 H3]; exists (z, x) => /=; split=> //; first by rewrite mem_iota.
by rewrite IH H1.
Qed.

Lemma numbers_all q (u : {ffun 'I_q -> 'I_v}) : numbers u \in all_tuples v q.
Proof.
by rewrite mem_all_tuples size_numbers eqxx; apply/allP => z /mapP [t _ ->]; apply: ltn_ord.
Qed.

Variables (v0 : 'I_v) (q : nat).
Definition symbols (x : seq nat) : {ffun 'I_q -> 'I_v} := [ffun t => insubd v0 (nth 0%N x (val t))].
Lemma numbersK : cancel (@numbers q) symbols.
Proof. by move=> u; apply/ffunP => t; rewrite ffunE nth_numbers valKd. Qed.

(* all tuples in the order of the program *)
Definition in_order : seq {ffun 'I_q -> 'I_v} := map symbols (all_tuples v q).
Lemma mem_in_order u : u \in in_order.
Proof. by rewrite -(numbersK u) map_f // numbers_all. Qed.
Lemma numbers_in_order : map (@numbers q) in_order = all_tuples v q.
Proof.
rewrite -map_comp -[RHS]map_id; apply/eq_in_map => x; rewrite mem_all_tuples => /andP [/eqP E].
move/allP => H /=; apply: (@eq_from_nth _ 0%N); rewrite size_numbers // => t Ht.
rewrite (nth_numbers _ (Ordinal Ht)) ffunE val_insubd /= H //.
by apply: mem_nth; rewrite E.
Qed.
End Numbers.

(* exact comparison of distances between rational points *)
Section Distances.
Variables (v n : nat).
Notation J := [finType of 'I_n * 'I_v].
Definition index_list : seq (nat * nat) := [seq (k, z) | k <- iota 0 n, z <- iota 0 v].

Lemma rsum_index_list (F : nat * nat -> R) :
  \rsum_(kz <- index_list) F kz = \rsum_(kz : J) F (val kz.1, val kz.2).
Proof.
rewrite big_allpairs -(pair_bigA _ (fun k z => F (val k, val z))) /=.
have E q : iota 0 q = index_iota 0 q by rewrite /index_iota subn0.
by rewrite !E big_mkord; apply: eq_bigr => k _; rewrite big_mkord.
Qed.

(* p represents the real point x *)
Definition represents (p : qpoint) (x : J -> R) : Prop := (0 < p.1)%Z /\
  exists c : nat * nat -> Z, p.2 = map c index_list /\
    forall kz, x kz = IZR (c (val kz.1, val kz.2)) / IZR p.1.

Lemma sqdistE p q x y : represents p x -> represents q y ->
  IZR (sqdist p q) = dst x y ^ 2 * IZR (sq (p.1 * q.1)).
Proof.
case: p q => [N cs] [M ds] [/= HN [c [-> Hx]]] [/= HM [d [-> Hy]]].
have HN' : 0 < IZR N by apply: IZR_lt. have HM' : 0 < IZR M by apply: IZR_lt.
rewrite /dst norm_sq (eq_bigr (fun kz : J => / IZR (sq (N * M)) *
   IZR (sq (c (val kz.1, val kz.2) * M - d (val kz.1, val kz.2) * N)))); last first.
  move=> kz _; rewrite Hx Hy /sq; move: (c _) (d _) => C E.
  by rewrite !mult_IZR minus_IZR !mult_IZR; field; lra.
rewrite -rsumZ -(rsum_index_list (fun kz => IZR (sq (c kz * M - d kz * N)))).
have -> : IZR (sqdist (N, map c index_list) (M, map d index_list)) =
    \rsum_(kz <- index_list) IZR (sq (c kz * M - d kz * N)).
  rewrite /sqdist /=; elim: index_list => [|kz K IH] /=; first by rewrite big_nil.
  by rewrite big_cons plus_IZR IH.
by rewrite /sq !mult_IZR; field; lra.
Qed.

Lemma qleE p q p' q' x y x' y' : represents p x -> represents q y -> represents p' x' ->
  represents q' y' -> qle p q p' q' = Rgeb (dst x' y') (dst x y).
Proof.
move=> Rp Rq Rp' Rq'; have E := sqdistE Rp Rq; have E' := sqdistE Rp' Rq'.
have pos (a b : qpoint) : (0 < a.1)%Z -> (0 < b.1)%Z -> 0 < IZR (sq (a.1 * b.1)).
  by move=> Ha Hb; apply: IZR_lt; rewrite /sq; nia.
have D := pos p q Rp.1 Rq.1; have D' := pos p' q' Rp'.1 Rq'.1.
have d0 := norm_ge0 (fun j => x j - y j); have d0' := norm_ge0 (fun j => x' j - y' j).
rewrite -/(dst x y) in d0; rewrite -/(dst x' y') in d0'.
have key : IZR (sqdist p q * sq (p'.1 * q'.1)) <= IZR (sqdist p' q' * sq (p.1 * q.1)) <->
    dst x y <= dst x' y'.
  rewrite (mult_IZR (sqdist p q)) (mult_IZR (sqdist p' q')) E E'.
  set A := IZR (sq (p.1 * _)) in D *; set B := IZR (sq (p'.1 * _)) in D' *.
  have -> : dst x y ^ 2 * A * B = dst x y ^ 2 * (A * B) by ring.
  have -> : dst x' y' ^ 2 * B * A = dst x' y' ^ 2 * (A * B) by ring.
  have AB : 0 < A * B by nra.
  split=> H.
    by apply: Rsqr_incr_0 => //; rewrite /Rsqr; apply: (Rmult_le_reg_r (A * B)) => //; lra.
  by apply: Rmult_le_compat_r; [lra|apply: pow_incr].
rewrite /qle; apply/idP/RgebP => H; first by apply/key/IZR_le/Z.leb_le.
by apply/Z.leb_le/le_IZR/key.
Qed.
End Distances.
