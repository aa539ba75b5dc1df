(* Rows of integers: the arithmetic in which exact laws are computed.  A row stands for a function
   of a symbol, entry y at place y and 0 beyond its end, so that rows of different lengths add up
   and no length has to be kept.  Every operation runs by vm_compute on binary integers, and each
   comes with its meaning as a sum over the reals. *)
From Coq Require Import Reals Lra ZArith.
From mathcomp Require Import all_ssreflect.
From OwnLatents Require Import Sums.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope R_scope.

Definition row := seq Z.
Definition cell (r : row) (y : nat) : R := IZR (nth 0%Z r y).

Fixpoint add_row (r q : row) : row :=
  match r, q with
  | x :: r', y :: q' => (x + y)%Z :: add_row r' q'
  | [::], _ => q
  | _, [::] => r
  end.

Lemma add_rowE r q y : cell (add_row r q) y = cell r y + cell q y.
Proof.
elim: r q y => [|x r IH] q y; first by rewrite /cell nth_nil Rplus_0_l.
case: q => [|z q]; first by rewrite /cell nth_nil Rplus_0_r.
by case: y => [|y]; [rewrite /cell /= plus_IZR|apply: IH].
Qed.

Definition sum_rows (rs : seq row) : row := foldr add_row [::] rs.

Lemma sum_rowsE rs y : cell (sum_rows rs) y = \rsum_(r <- rs) cell r y.
Proof.
elim: rs => [|r rs IH]; first by rewrite big_nil /cell nth_nil.
by rewrite big_cons /= add_rowE IH.
Qed.

Definition scale (c : Z) (r : row) : row := [seq (c * x)%Z | x <- r].

Lemma scaleE c r y : cell (scale c r) y = IZR c * cell r y.
Proof.
rewrite -mult_IZR /cell; case: (ltnP y (size r)) => Hy; first by rewrite (nth_map 0%Z).
by rewrite !nth_default ?size_map // Z.mul_0_r.
Qed.

(* the rows weighted by the entries of r *)
Fixpoint mix (r : row) (rows : seq row) : row :=
  match r, rows with
  | c :: r', q :: rows' => add_row (scale c q) (mix r' rows')
  | _, _ => [::]
  end.

Lemma mixE r rows y n : size rows = n ->
  cell (mix r rows) y = \rsum_(b : 'I_n) (cell r b * cell (nth [::] rows b) y).
Proof.
elim: r rows n => [|c r IH] [|q rows] n /= <-; try by rewrite big_ord0 /cell nth_nil.
  by rewrite big1 => [|b _]; rewrite /cell nth_nil ?Rmult_0_l.
by rewrite add_rowE scaleE big_ord_recl /= (IH _ _ erefl).
Qed.

(* how often each symbol occurs in a list *)
Fixpoint increment (x : nat) (r : row) : row :=
  match x with
  | 0 => (1 + head 0 r)%Z :: behead r
  | x'.+1 => head 0%Z r :: increment x' (behead r)
  end.

Lemma incrementE x r y : cell (increment x r) y = ind (x == y) + cell r y.
Proof.
elim: x r y => [|x IH] r [|y]; rewrite /cell /ind.
- by rewrite -[nth _ _ _]/(1 + head 0 r)%Z plus_IZR; case: r.
- by rewrite Rplus_0_l -[RHS]/(cell r y.+1) /= nth_behead.
- by rewrite Rplus_0_l; case: r.
- by rewrite -[LHS]/(cell (increment x (behead r)) y) IH /cell nth_behead.
Qed.

Definition tally (xs : seq nat) : row := foldr increment [::] xs.

Lemma tallyE xs y : cell (tally xs) y = \rsum_(x <- xs) ind (x == y).
Proof.
elim: xs => [|x xs IH]; first by rewrite big_nil /cell nth_nil.
by rewrite big_cons /= incrementE IH.
Qed.

(* scalar product of the first n entries *)
Fixpoint dot_row (n : nat) (r q : row) : Z :=
  match n, r, q with
  | n'.+1, x :: r', y :: q' => (x * y + dot_row n' r' q')%Z
  | _, _, _ => 0%Z
  end.

Lemma dot_rowE n r q : IZR (dot_row n r q) = \rsum_(y : 'I_n) (cell r y * cell q y).
Proof.
elim: n r q => [|n IH] [|x r] [|y q]; try by rewrite big_ord0.
- by rewrite big1 // => i _; rewrite /cell nth_nil Rmult_0_l.
- by rewrite big1 // => i _; rewrite /cell nth_nil Rmult_0_l.
- by rewrite big1 // => i _; rewrite /cell nth_nil Rmult_0_r.
by rewrite big_ord_recl plus_IZR mult_IZR IH.
Qed.
