(* The centres of a grammar given as data, in integers: how likely each parent symbol is at a site,
   and the laws of the targets given that parent, the mu_a of the paper's Assumption 1. *)
From Coq Require Import Reals Lra ZArith.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Probability Site Grammar Lemma1 Rows Tables Laws SiteData.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

(* scalar product of two vectors made of one row per target *)
Definition gram (v : nat) (rs qs : seq row) : Z :=
  foldr (fun rq z => (dot_row v rq.1 rq.2 + z)%Z) 0%Z (zip rs qs).

(* A parent symbol at the site.  Its weight is its probability times v m^(its depth).  Its centre
   times m times the weight has integer entries: one row of joint counts per target, kept with
   their squared length. *)
Record centre_data := CentreData { weight : Z; sq_length : Z; joints : seq row }.

Definition centres (g : grammar_data) (x : site_data) : seq centre_data :=
  let parents := marginal g (tuple_place x :: gp_path x) in
  let tables := [seq joint g (gp_path x) (tuple_place x) kt.1 kt.2 | kt <- targets x] in
  let centre_of a :=
    let rows := [seq nth [::] table a | table <- tables] in
    CentreData (nth 0%Z parents a) (gram (symbols g) rows rows) rows in
  map centre_of (iota 0 (symbols g)).

Section Meaning.
Variables (g : grammar_data) (n l : nat) (x : site_data).
Hypotheses (Hg : well_formed g) (Hx : site_fits g n l x) (Hl : (l.+1 < depth g)%N).
Notation V := (Symbol g).
Notation L := (depth g).
Notation mu := (mu (V := V) (m := (synonyms g).-1.+1) (arity g).-1.+1 L ord0 ord0).
Notation S := (site_of g n x).
Notation v := (INR (symbols g)).
Notation m := (INR (synonyms g)).

Definition centre_at (a : nat) : centre_data := nth (CentreData 0 0 [::]) (centres g x) a.

Lemma size_centres (a : V) : (a < size (centres g x))%N.
Proof. by rewrite size_map size_iota symbol_lt. Qed.

Lemma centre_atE (a : V) : centre_at a =
  let rows := [seq nth [::] (joint g (gp_path x) (tuple_place x) kt.1 kt.2) a
              | kt <- targets x] in
  CentreData (nth 0%Z (marginal g (tuple_place x :: gp_path x)) a)
    (gram (symbols g) rows rows) rows.
Proof.
rewrite /centre_at (nth_map 0%N) ?size_iota ?symbol_lt // nth_iota ?symbol_lt // add0n.
by rewrite -map_comp.
Qed.

Lemma size_joints (a : V) : size (joints (centre_at a)) = n.
Proof. by rewrite centre_atE size_map; case/and4P: Hx => _ /eqP. Qed.

Lemma sq_lengthE (a : V) :
  sq_length (centre_at a) = gram (symbols g) (joints (centre_at a)) (joints (centre_at a)).
Proof. by rewrite centre_atE. Qed.

Lemma gramE rs qs : size rs = n -> size qs = n -> IZR (gram (symbols g) rs qs) =
  \rsum_(k : 'I_n) \rsum_(y : V) (cell (nth [::] rs k) y * cell (nth [::] qs k) y).
Proof.
move=> Hr Hq; transitivity (\rsum_(rq <- zip rs qs) IZR (dot_row (symbols g) rq.1 rq.2)).
  by rewrite /gram; elim: (zip _ _) => [|rq z IH]; rewrite ?big_nil // big_cons -IH -plus_IZR.
rewrite (rsum_items ([::], [::]) _ (n := n)) ?size_zip ?Hr ?Hq ?minnn //.
by apply: eq_bigr => k _; rewrite nth_zip ?Hr ?Hq // -[X in dot_row X](symbolsE Hg) dot_rowE.
Qed.

(* the law of the parent at the site *)
Theorem parent_law (a : V) : Pr mu (fun w => parent_at (rule_of g) S w == a) =
  IZR (weight (centre_at a)) / (v * m ^ (size (gp_path x)).+1).
Proof.
have Hs : size (tuple_path S) = (size (gp_path x)).+1 by rewrite /= size_map.
have Ha := path_above Hl Hx; rewrite /parent_at (marginalE Hg) Hs ?(ltnW Ha) //.
by rewrite centre_atE map_cons (pathE Hg Hx) (childE Hg Hx).
Qed.

(* the joint law of the parent and one target *)
Lemma joint_at (a : V) k (y : V) :
  Pr mu (fun w => (parent_at (rule_of g) S w == a) && (targets_at (rule_of g) S w k == y)) =
  cell (nth [::] (joints (centre_at a)) k) y / (v * m ^ (size (gp_path x)).+2).
Proof.
transitivity (Pr mu (fun w => (sym (rule_of g) w (tuple_path S) == a) &&
   (sym (rule_of g) w (target_path S k) == y))).
  by apply: Ex_ext => w; rewrite /targets_at ffunE.
rewrite jointE ?size_path ?(path_above Hl Hx) // centre_atE [joints _]/=.
rewrite (nth_map (0, 0)%N); last by case/and4P: Hx => _ /eqP ->.
by rewrite -(targetE Hg Hx) (pathE Hg Hx) (childE Hg Hx).
Qed.

(* the centre of a parent that occurs *)
Theorem centreE (a : V) k y : 0 < IZR (weight (centre_at a)) ->
  centre L (rule_of g) ord0 ord0 S a (k, y) =
  cell (nth [::] (joints (centre_at a)) k) y / (m * IZR (weight (centre_at a))).
Proof.
move=> Ha; rewrite /centre joint_at parent_law -[m ^ _.+2]/(m * m ^ _.+1).
have reduce (j e f r q : R) : 0 < e -> 0 < f -> 0 < r -> 0 < q ->
  j / (e * (f * r)) / (q / (e * r)) = j / (f * q) by move=> *; field; repeat split; lra.
have Hm := m_pos Hg; apply: reduce => //; [exact: v_pos|exact: pow_lt].
Qed.
End Meaning.
