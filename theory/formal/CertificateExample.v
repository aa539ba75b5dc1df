(* Written by `ownlatents certify` for Grammar v=4 m=2 s=2 L=3 d6f33fcf.
   With probability at least 1 - 1 / 10, Iterative Latent Clustering recovers the tree
   of this grammar from 62949 strings: an instance of Theorem 2.
   Check it with: coqc -w none -Q theory/formal OwnLatents FILE *)
From Coq Require Import Reals Lra QArith.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Assumptions FarthestFirst ExactClusterer Tables SiteData Certificate.

(* rules[level][parent][rule][place], level 0 the visible one *)
Definition grammar : grammar_data := GrammarData 4 2 2 3 ([::
  [:: [:: [:: 2; 1]; [:: 3; 2]];
      [:: [:: 1; 3]; [:: 2; 2]];
      [:: [:: 0; 3]; [:: 3; 0]];
      [:: [:: 0; 0]; [:: 0; 2]]];
  [:: [:: [:: 1; 1]; [:: 0; 0]];
      [:: [:: 1; 2]; [:: 0; 3]];
      [:: [:: 3; 3]; [:: 0; 1]];
      [:: [:: 2; 0]; [:: 0; 2]]];
  [:: [:: [:: 1; 1]; [:: 0; 1]];
      [:: [:: 0; 3]; [:: 2; 3]];
      [:: [:: 2; 2]; [:: 3; 1]];
      [:: [:: 2; 0]; [:: 3; 0]]]
])%num.

Definition claims : claim := {|
  n_targets := 2;
  sites := [::
    SiteData [:: 1]%N 0 [:: (1, 0); (1, 1)]%N;
    SiteData [::]%N 1 [:: (0, 0); (0, 1)]%N
  ];
  p_min := 1 # 32;
  separation := 10281 # 50000;
  kappa := 249 # 1000;
  delta := 1 # 10;
  samples := 62949;
  eps := 77 # 1000;
  lam := 5769 # 1000;
  root := 1201 # 500 |}.

Local Open Scope R_scope.

Lemma checked : check grammar claims.
Proof. by vm_cast_no_check (erefl true). Qed.

(* With any clusterer that is stable in the sense of Assumption 2. *)
Theorem certificate (CL : module grammar claims) (P : nat) :
  stable (249 / 1000) CL -> 62949 <= INR P ->
  1 - 1 / 10 <= success grammar claims CL P.
Proof. exact: (certificate_sound checked). Qed.

(* With farthest-first traversal, which is, in the order of the program of Executable.v: no
   hypothesis is left. *)
Corollary certificate_closed (P : nat) :
  62949 <= INR P ->
  1 - 1 / 10 <= success grammar claims (farthest_first_clusterer ord0 (in_order ord0 _)) P.
Proof. by apply: certificate; apply: farthest_first_stable; [apply: mem_in_order|lra]. Qed.

Print Assumptions certificate_closed.