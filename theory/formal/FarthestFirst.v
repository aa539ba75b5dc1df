(* An executable clustering module that meets Assumption 2: farthest-first traversal (Gonzalez).
   Start from the first point, add the point farthest from the centres chosen so far until there
   are as many centres as groups, then send every point to its nearest centre.

   The functions on lists need only a comparison of distances, le u u' w w' for
   "d(u,u') <= d(w,w')"; they run inside Coq on exact numbers and are proved here for any distance
   that le compares.  No scale is given to them. *)
From Coq Require Import Reals Lra.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Probability Vectors Algorithm1 Assumptions.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(* the first smallest element of best :: xs *)
Fixpoint first_min (A : Type) (le : A -> A -> bool) (best : A) (xs : seq A) : A :=
  if xs is x :: xs' then first_min le (if le best x then best else x) xs' else best.

Section Traversal.
Variables (U : eqType) (le : U -> U -> U -> U -> bool).

(* the centre nearest to u, the first one on ties; u itself if there is no centre *)
Definition nearest_centre (cs : seq U) (u : U) : U :=
  if cs is c :: cs' then first_min (fun c c' => le u c u c') c cs' else u.

(* the point farthest from its nearest centre, the first one on ties *)
Definition farthest (cs : seq U) (u0 : U) (pts : seq U) : U :=
  first_min (fun u u' => le u' (nearest_centre cs u') u (nearest_centre cs u)) u0 pts.

(* n centres chosen among the points, in the order of their choice *)
Definition farthest_first (n : nat) (pts : seq U) : seq U :=
  if pts is u0 :: pts' then iter n.-1 (fun cs => rcons cs (farthest cs u0 pts')) [:: u0]
  else [::].

(* the label of a point: the rank of its nearest centre *)
Definition nearest (cs : seq U) (u : U) : nat := index (nearest_centre cs u) cs.
End Traversal.

Lemma first_minP (A : eqType) (le : A -> A -> bool) (h : A -> R) (best : A) (xs : seq A) :
  (forall x y, reflect (h x <= h y) (le x y)) ->
  first_min le best xs \in best :: xs /\
  forall x, x \in best :: xs -> h (first_min le best xs) <= h x.
Proof.
move=> leP; elim: xs best => [|y xs IH] best /=.
  by rewrite mem_head; split=> // x; rewrite inE => /eqP ->; lra.
have [H1 H2] := IH (if le best y then best else y); split.
  by move: H1; rewrite !inE; case: ifP => _ /orP [] ->; rewrite ?orbT.
move=> x; rewrite inE => /orP [/eqP ->|]; last rewrite inE => /orP [/eqP ->|Hx].
- by apply: Rle_trans (H2 _ (mem_head _ _)) _; case: leP => H; lra.
- by apply: Rle_trans (H2 _ (mem_head _ _)) _; case: leP => H; lra.
- by apply: H2; rewrite inE Hx orbT.
Qed.

(* If distances within a class never exceed A < B and distances across classes are at least B,
   and every one of the n classes is met, then two points get the same label exactly when they
   are of the same class. *)
Section Correct.
Variables (U : eqType) (K : finType) (le : U -> U -> U -> U -> bool) (d : U -> U -> R).
Hypothesis leP : forall u u' w w', reflect (d u u' <= d w w') (le u u' w w').
Variables (pts : seq U) (tau : U -> K) (A B : R).
Hypotheses (HAB : A < B) (Hsurj : forall a, exists2 u, u \in pts & tau u = a).
Hypothesis within : forall u u', u \in pts -> u' \in pts -> tau u = tau u' -> d u u' <= A.
Hypothesis across : forall u u', u \in pts -> u' \in pts -> tau u <> tau u' -> B <= d u u'.

Lemma nearest_centreP cs u : cs != [::] ->
  nearest_centre le cs u \in cs /\ forall c, c \in cs -> d u (nearest_centre le cs u) <= d u c.
Proof. by case: cs => // c cs _; apply: (first_minP (h := d u)). Qed.

(* a set of centres from different classes is good; it can be extended while a class is missing *)
Let good cs := [/\ {subset cs <= pts}, uniq (map tau cs) & cs != [::]].

Lemma good_extend u0 pts' cs : pts = u0 :: pts' -> good cs -> (size cs < #|K|)%N ->
  good (rcons cs (farthest le cs u0 pts')).
Proof.
move=> Epts [sub un ne] Hs; pose near := nearest_centre le cs.
have [] := first_minP (h := fun u => - d u (near u)) u0 pts'
  (le := fun u u' => le u' (near u') u (near u)).
  by move=> x y; apply: (iffP (leP _ _ _ _)); lra.
rewrite -Epts -[first_min _ _ _]/(farthest le cs u0 pts'); set f := farthest _ _ _ _ => Hf Hmax.
have [a Ha] : exists a, a \notin map tau cs.
  apply/existsP; rewrite -negb_forall; apply/negP => /forallP H.
  have : (#|K| <= size (map tau cs))%N.
    by rewrite -(card_uniqP un) subset_leq_card //; apply/subsetP => a _; apply: H.
  by rewrite size_map leqNgt Hs.
have [u Du Eu] := Hsurj a.
split.
- by move=> x; rewrite mem_rcons inE => /orP [/eqP ->|/sub].
- rewrite map_rcons rcons_uniq un andbT; apply/negP => /mapP [c Dc Ec].
  have [Dnu _] := nearest_centreP u ne; have [_ Hnf] := nearest_centreP f ne.
  have H1 : B <= d u (near u).
    by apply: across => //; [exact: sub|rewrite Eu => E; move: Ha; rewrite E map_f].
  have H2 := Hmax u Du; have H3 := Hnf c Dc; have H4 := within Hf (sub _ Dc) Ec.
  by rewrite -/(near f) in H3; lra.
- by case: (cs).
Qed.

Lemma farthest_first_good n : (0 < n <= #|K|)%N ->
  good (farthest_first le n pts) /\ size (farthest_first le n pts) = n.
Proof.
case: n => // n Hn; have [u0 [pts' Epts]] : exists u0 pts', pts = u0 :: pts'.
  case E : pts => [|u0 pts']; last by exists u0, pts'.
  have /card_gt0P [a _] : (0 < #|K|)%N by apply: leq_trans Hn.
  by have [u] := Hsurj a; rewrite E.
rewrite /farthest_first Epts /=; elim: n Hn => [|n IH] Hn /=.
  by split=> //; split=> // x; rewrite inE Epts => /eqP ->; rewrite mem_head.
have [G S] := IH (ltnW Hn); rewrite size_rcons S; split=> //.
by apply: good_extend => //; rewrite S.
Qed.

Theorem farthest_first_correct u u' : u \in pts -> u' \in pts ->
  let cs := farthest_first le #|K| pts in
  (nearest le cs u < #|K|)%N /\ (nearest le cs u = nearest le cs u' <-> tau u = tau u').
Proof.
move=> Du Du' cs.
have HK : (0 < #|K| <= #|K|)%N by rewrite leqnn andbT; apply/card_gt0P; exists (tau u).
have [[sub un ne] S] := farthest_first_good HK; rewrite -/cs in sub un ne S.
have all_in a : a \in map tau cs.
  have H : (size (enum K) <= size (map tau cs))%N by rewrite size_map S cardE.
  have sub' : {subset map tau cs <= enum K} by move=> x _; rewrite mem_enum.
  by rewrite (uniq_min_size un sub' H).2 mem_enum.
have nearE w : w \in pts -> nearest_centre le cs w \in cs /\ tau (nearest_centre le cs w) = tau w.
  move=> Dw; have [Dn Hn] := nearest_centreP w ne; split=> //.
  have /mapP [c Dc Ec] := all_in (tau w).
  apply/eqP; apply: contraT => /eqP N; have H1 := within Dw (sub _ Dc) Ec.
  by have := across Dw (sub _ Dn) (nesym N); have := Hn c Dc; lra.
have [D1 E1] := nearE u Du; have [D2 E2] := nearE u' Du'.
rewrite /nearest -{1}S index_mem; split=> //; split=> E.
  by rewrite -E1 -E2 -(nth_index u D1) E (nth_index u D2).
congr index; rewrite -(nth_index u D1) -(nth_index u D2); congr nth.
apply/eqP; rewrite -(nth_uniq (tau u) _ _ un) ?size_map ?index_mem //.
by rewrite !(nth_map u) ?index_mem // !nth_index // E1 E2 E.
Qed.
End Correct.

(* as a clustering module on real points: the observed items in a given order (say enum U); the
   labels are the symbols of V in theirs *)
Section Module.
Variables (U J V : finType) (v0 : V) (order : seq U).
Hypothesis order_all : forall u, u \in order.

Definition le_dst (x : U -> J -> R) (u u' w w' : U) : bool :=
  Rgeb (dst (x w) (x w')) (dst (x u) (x u')).

Definition farthest_first_clusterer : clusterer U J V := fun D x u =>
  nth v0 (enum V) (nearest (le_dst x)
    (farthest_first (le_dst x) #|V| [seq w <- order | w \in D]) u).

(* Assumption 2 holds: the module is kappa-stable for every kappa < 1/4.  Points within
   rho <= kappa Delta of Delta-separated centres are at most 2 rho apart within a group, and more
   than that, at least Delta - 2 rho, across groups. *)
Theorem farthest_first_stable (kappa : R) : kappa < / 4 -> stable kappa farthest_first_clusterer.
Proof.
move=> Hk D x cen tau rho Dl HDl Hsurj Hclose Hsep Hrho u u' Du Du'.
pose pts := [seq w <- order | w \in D]; pose d u u' := dst (x u) (x u').
have in_pts w : (w \in pts) = (w \in D) by rewrite mem_filter order_all andbT.
have within w w' : w \in pts -> w' \in pts -> tau w = tau w' -> d w w' <= 2 * rho.
  rewrite !in_pts => Dw Dw' E; have := Hclose w Dw; have := Hclose w' Dw'.
  by have := dst_tri (x w) (cen (tau w)) (x w'); rewrite -E (dst_sym (x w')) /d; lra.
have across w w' : w \in pts -> w' \in pts -> tau w <> tau w' -> Dl - 2 * rho <= d w w'.
  rewrite !in_pts => Dw Dw' E; have H1 := dst_tri (cen (tau w)) (x w) (cen (tau w')).
  have := dst_tri (x w) (x w') (cen (tau w')); have := Hsep _ _ (introN eqP E).
  by have := Hclose w Dw; have := Hclose w' Dw'; rewrite (dst_sym _ (x w)) /d in H1 *; lra.
have surj a : exists2 w, w \in pts & tau w = a.
  by have [w Dw E] := Hsurj a; exists w; rewrite ?in_pts.
have leP w1 w2 w3 w4 : reflect (d w1 w2 <= d w3 w4) (le_dst x w1 w2 w3 w4) by apply: RgebP.
have correct := farthest_first_correct leP (_ : 2 * rho < Dl - 2 * rho) surj within across.
rewrite -in_pts in Du; rewrite -in_pts in Du'.
have [|N E] := correct _ u u' Du Du'; first by nra.
have [|N' _] := correct _ u' u Du' Du; first by nra.
rewrite -E /farthest_first_clusterer; split=> [/eqP|-> //].
by rewrite nth_uniq -?cardE ?enum_uniq // => /eqP.
Qed.
End Module.
