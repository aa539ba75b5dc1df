(* Certificates.  For a grammar given as data and the claims about it - a site per level, the
   balance p_min and the separation Delta^2 of Assumption 1, the margin kappa of Assumption 2, the
   failure probability delta and a number of strings - [check] decides by integer arithmetic that
   Theorem 2 applies, and [certificate_sound] concludes: that many strings suffice.  The numbers
   eps, lam and root are free choices, witnesses of the two conditions on P in the instance form. *)
From Coq Require Import Reals Lra ZArith QArith Qreals.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums Probability Vectors Site Grammar Lemma1 Algorithm1.
From OwnLatents Require Import Assumptions Recovery Theorem2.
From OwnLatents Require Import Bounds Rows Tables Laws SiteData Centres Separation.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

Record claim := Claim {
  n_targets : nat;           (* of every site *)
  sites : seq site_data;     (* levels 0 ... L - 2 *)
  p_min : Q;                 (* every rule's probability at its site, at least *)
  separation : Q;            (* squared distance of two centres, at least *)
  kappa : Q;                 (* the clustering module is kappa-stable *)
  delta : Q;                 (* probability of failure *)
  samples : Z;               (* strings that suffice *)
  eps : Q;                   (* share by which a count may fall short of its mean *)
  lam : Q;                   (* at least ln (2 (L - 1) v m / delta) *)
  root : Q                   (* at least sqrt lam *)
}.

Definition no_site := SiteData [::] 0 [::].
Definition site_at (c : claim) (l : nat) : site_data := nth no_site (sites c) l.

Definition site_check (g : grammar_data) (c : claim) (l : nat) : bool :=
  let x := site_at c l in
  let cs := centres g x in
  [&& site_fits g (n_targets c) l x, balance_check g x (p_min c) cs &
      separation_check g (separation c) cs].

(* the argument of the logarithm: the events of the union bound over delta *)
Definition events (g : grammar_data) (c : claim) : Q :=
  (inject_Z (2 * Z.of_nat (depth g).-1 * Z.of_nat (symbols g) * Z.of_nat (synonyms g))
   / delta c)%Q.

Definition numbers_check (g : grammar_data) (c : claim) : bool :=
  [&& (0 < n_targets c)%N, Qlt_bool 0 (p_min c), Qlt_bool 0 (separation c),
      Qlt_bool 0 (kappa c), Qlt_bool 0 (delta c) && Qle_bool (delta c) 1,
      Qlt_bool 0 (eps c) && Qlt_bool (eps c) 1,
      log_bound (events g c) (lam c), sqrt_bound (lam c) (root c) &
      samples_suffice (n_targets c) (lam c) (root c) (eps c) (kappa c) (separation c)
        (inject_Z (samples c) * p_min c)].

(* everything that is computed; the grammar's tables are read once per level *)
Definition check (g : grammar_data) (c : claim) : bool :=
  [&& well_formed g, numbers_check g c & all (site_check g c) (iota 0 (depth g).-1)].

Section Soundness.
Variables (g : grammar_data) (c : claim).
Notation V := (Symbol g).
Notation tup := {ffun Place g -> V}.

(* a module that clusters tuples by their contexts, one probability per target and symbol *)
Definition module := clusterer [finType of tup] [finType of 'I_(n_targets c) * V] V.
Definition sites_of (l : nat) := site_of g (n_targets c) (site_at c l).

(* The probability, over P i.i.d. strings, that ILC at these sites with the module CL recovers
   every label of every string below the root and every rule class (Recovery.v). *)
Definition success (CL : module) (P : nat) : R :=
  \rsum_(ws : P.-tuple (Om V (synonyms g).-1.+1 (arity g).-1.+1 (depth g)) |
           recoveredb (rule_of g) ord0 sites_of CL ws)
    (\rprod_(w <- ws) mu (arity g).-1.+1 (depth g) (ord0 : V) ord0 w).

Hypothesis checked : check g c.

Lemma eventsE : well_formed g -> 0 < Q2R (delta c) -> Q2R (events g c) =
  2 * INR (depth g).-1 * INR #|V| * INR (synonyms g).-1.+1 / Q2R (delta c).
Proof.
move=> Hg Hd; rewrite Q2R_div => [|/Qeq_eqR]; last by rewrite RMicromega.Q2R_0; lra.
rewrite Q2R_IZR !mult_IZR -!INR_IZR_INZ card_ord.
by move: (vE Hg) (mE Hg) => -> ->.
Qed.

(* A checked certificate: from that many strings or more, ILC with any kappa-stable module
   recovers the tree with probability at least 1 - delta. *)
Theorem certificate_sound (CL : module) (P : nat) :
  stable (Q2R (kappa c)) CL -> IZR (samples c) <= INR P -> 1 - Q2R (delta c) <= success CL P.
Proof.
move=> HCL HP.
have /and3P [Hg Hnum /allP Hsites] := checked.
have /and5P [Hn /Qlt_boolP Hp /Qlt_boolP Hs /Qlt_boolP Hk /and5P [Hd He Hlam Hroot Hsuff]]
  := Hnum.
have /andP [/Qlt_boolP Hd0 /Qle_boolP Hd1] := Hd.
have /andP [/Qlt_boolP He0 /Qlt_boolP He1] := He.
rewrite ?RMicromega.Q2R_0 ?RMicromega.Q2R_1 in Hp Hs Hk Hd0 Hd1 He0 He1.
have HL : (1 < depth g)%N by case/and5P: Hg.
have Hsite l : (l.+1 < depth g)%N -> site_check g c l.
  by move=> Hl; apply: Hsites; rewrite mem_iota /= add0n ltn_predRL.
have Hev : 0 < Q2R (events g c).
  have Hv := v_pos Hg; have Hm := m_pos Hg; rewrite eventsE // card_ord vE // mE //.
  have HL1 : 0 < INR (depth g).-1 by apply: lt_0_INR; apply/ltP; case: (depth g) HL => [|[]].
  by apply: Rdiv_lt_0_compat => //; repeat apply: Rmult_lt_0_compat => //; lra.
have Hlog := log_boundP Hev Hlam; rewrite eventsE // in Hlog.
have [count_ok mean_ok] :=
  samples_sufficeP (conj He0 He1) Hk Hs Hlog (sqrt_boundP Hlog Hroot) Hsuff.
have Hhits : Q2R (inject_Z (samples c) * p_min c) <= INR P * Q2R (p_min c).
  by rewrite Q2R_mult Q2R_IZR; apply: Rmult_le_compat_r; lra.
apply: (theorem_2_instance HL Hn (rule_of_inj Hg) _ Hp _ (sqrt_lt_R0 _ Hs) _ Hk HCL
  (conj He0 He1) (conj Hd0 Hd1)).
- by move=> l /Hsite /and3P [H _ _]; apply: site_of_valid.
- by move=> l Hl; have /and3P [H1 H2 _] := Hsite l Hl; apply: balance_sound.
- move=> l Hl; have /and3P [H1 H2 H3] := Hsite l Hl; exact: (separation_sound Hg H1 Hl Hp H2 H3).
- exact: Rle_trans Hhits.
- exact: Rle_trans Hhits.
Qed.
End Soundness.

#[global] Arguments success : clear implicits.
