(* Written by `ownlatents certify` for {{ grammar }}.
   With probability at least 1 - {{ delta.ratio }}, Iterative Latent Clustering recovers the tree
   of this grammar from {{ strings }} strings: an instance of Theorem 2.
   Check it with: coqc -w none -Q theory/formal OwnLatents FILE *)
From Coq Require Import Reals Lra QArith.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Assumptions FarthestFirst ExactClusterer Tables SiteData Certificate.

(* rules[level][parent][rule][place], level 0 the visible one *)
Definition grammar : grammar_data := GrammarData {{ v }} {{ m }} {{ s }} {{ L }} ([::
{%- for level in rules %}
  [:: {% for parent in level -%}
    [:: {% for rule in parent %}[:: {{ rule | join("; ") }}]{{ "; " if not loop.last }}{% endfor %}]
    {{- ";\n      " if not loop.last }}
  {%- endfor %}]{{ ";" if not loop.last }}
{%- endfor %}
])%num.

Definition claims : claim := {|
  n_targets := {{ targets }};
  sites := [::
{%- for site in sites %}
    SiteData [::{{ " " if site.path }}{{ site.path | join("; ") }}]%N {{ site.place }} [::
      {%- for cousin, token in site.targets %} ({{ cousin }}, {{ token }}){{ ";" if not loop.last }}
      {%- endfor %}]%N{{ ";" if not loop.last }}
{%- endfor %}
  ];
  p_min := {{ p_min.pair }};
  separation := {{ separation.pair }};
  kappa := {{ kappa.pair }};
  delta := {{ delta.pair }};
  samples := {{ strings }};
  eps := {{ epsilon.pair }};
  lam := {{ logarithm.pair }};
  root := {{ root.pair }} |}.

Local Open Scope R_scope.

Lemma checked : check grammar claims.
Proof. by vm_cast_no_check (erefl true). Qed.

(* With any clusterer that is stable in the sense of Assumption 2. *)
Theorem certificate (CL : module grammar claims) (P : nat) :
  stable ({{ kappa.ratio }}) CL -> {{ strings }} <= INR P ->
  1 - {{ delta.ratio }} <= success grammar claims CL P.
Proof. exact: (certificate_sound checked). Qed.

(* With farthest-first traversal, which is, in the order of the program of Executable.v: no
   hypothesis is left. *)
Corollary certificate_closed (P : nat) :
  {{ strings }} <= INR P ->
  1 - {{ delta.ratio }} <= success grammar claims (farthest_first_clusterer ord0 (in_order ord0 _)) P.
Proof. by apply: certificate; apply: farthest_first_stable; [apply: mem_in_order|lra]. Qed.

Print Assumptions certificate_closed.
