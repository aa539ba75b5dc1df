(* A site given as data: the path of the grandparent, the tuple's place under it, and the targets as
   pairs of numbers; with the check that it is a site of its level in the sense of Site.v. *)
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Site Tables.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.

(* where a level's tuple stands and what is predicted from it *)
Record site_data := SiteData {
  gp_path : seq nat;             (* of the grandparent, last step first *)
  tuple_place : nat;            (* the tuple's place under the grandparent *)
  targets : seq (nat * nat)     (* (cousin's place under the grandparent, token of the cousin) *)
}.

Definition site_fits (g : grammar_data) (n l : nat) (x : site_data) : bool :=
  [&& size (gp_path x) == (depth g - l.+2), size (targets x) == n,
      all (fun t => t < arity g) (tuple_place x :: gp_path x) &
      all (fun kt => [&& kt.1 < arity g, kt.1 != tuple_place x & kt.2 < arity g]) (targets x)].

Section Meaning.
Variables (g : grammar_data) (n : nat) (x : site_data).
Notation Place := 'I_(arity g).-1.+1.

Definition site_of : site (arity g).-1.+1 n :=
  Site [seq inord t : Place | t <- gp_path x] (inord (tuple_place x))
    (fun k => inord (nth (0, 0) (targets x) k).1) (fun k => inord (nth (0, 0) (targets x) k).2).

Variable l : nat.
Hypotheses (Hg : well_formed g) (Hl : l.+1 < depth g) (Hx : site_fits g n l x).

Lemma size_path : size (grandparent site_of) = size (gp_path x).
Proof. exact: size_map. Qed.

Lemma inord_place t : t < arity g -> val (inord t : Place) = t.
Proof. by move=> H; rewrite /= inordK // arityE. Qed.

Lemma pathE : [seq val t | t <- grandparent site_of] = gp_path x.
Proof.
case/and4P: Hx => _ _ /= /andP [_ /allP H] _; rewrite -map_comp -[RHS]map_id.
by apply/eq_in_map => t /H; apply: inord_place.
Qed.

Lemma childE : val (place site_of) = tuple_place x.
Proof. by case/and4P: Hx => _ _ /andP [H _] _; apply: inord_place. Qed.

Lemma targetE (k : 'I_n) :
  (val (cousin site_of k), val (token site_of k)) = nth (0, 0) (targets x) k.
Proof.
case/and4P: Hx => _ /eqP Hn _ /allP H.
have /H /and3P [H1 _ H2] : nth (0, 0) (targets x) k \in targets x by rewrite mem_nth ?Hn.
by rewrite /= !inord_place // -surjective_pairing.
Qed.

Lemma site_of_valid : valid_site (depth g) l site_of.
Proof.
case/and4P: (Hx) => Hs /eqP Hn _ /allP H; apply/andP; split; first by rewrite size_path.
apply/forallP => k; rewrite -(inj_eq val_inj) childE.
have /H /and3P [_ H1 _] : nth (0, 0) (targets x) k \in targets x by rewrite mem_nth ?Hn.
by have /(congr1 fst) /= -> := targetE k.
Qed.

(* the tuple's parent lies above the leaves' parents *)
Lemma path_above : (size (gp_path x)).+1 < depth g.
Proof.
case/and4P: Hx => /eqP -> _ _ _; rewrite -subSn // subSS.
by rewrite ltn_subrL /= (leq_trans _ Hl).
Qed.
End Meaning.
