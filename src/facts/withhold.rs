//! Small cells of a table of counts, and the cells that would reveal them.
//!
//! A count of one or two firms can point at a firm, so it is withheld; so is whatever else would
//! give it away, since each row adds up (收集 = 已解决 + 正在办理 + 已解释说明 + 已转交) and each
//! column has its total. A withheld count is safe if another table, with the same printed counts
//! and nothing below zero, has another number in its place.
//!
//! Rows and columns are the nodes of a graph and the withheld cells its edges: a table can be
//! changed without a trace along the rings of that graph and nowhere else.

use std::collections::BTreeSet;

/// Counts below this are withheld, 0 excepted.
pub const SMALLEST_SHOWN: u32 = 3;

/// Raised, solved, open, explained, transferred: the first is the sum of the others.
pub const COLUMNS: usize = 5;

/// One row as it was written down.
pub type Counts = [Option<u32>; COLUMNS];

/// What a reader gets to see of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// Nothing was given.
    Blank,
    Shown(u32),
    Withheld,
}

/// A table as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub rows: Vec<[Cell; COLUMNS]>,
    /// The sums of the columns.
    pub total: [Cell; COLUMNS],
}

impl Shown {
    /// Whether anything is withheld.
    pub fn withholds(&self) -> bool {
        self.rows.iter().chain([&self.total]).flatten().any(|cell| *cell == Cell::Withheld)
    }
}

/// Withholds the small counts of a table, and as few others as keep them from being worked out.
pub fn withhold(rows: &[Counts]) -> Shown {
    let mut grid = Grid::new(rows);
    while let Some(bare) = grid.unprotected() {
        let Some(ring) = grid.cheapest_ring(bare) else {
            // Every row is bound to the totals, so there always is one; else show nothing of it.
            grid.withhold_all();
            break;
        };
        grid.withheld.extend(ring);
    }
    let mut shown: Vec<_> = (0..grid.values.len()).map(|row| grid.shown(row)).collect();
    let total = shown.pop().unwrap_or([Cell::Blank; COLUMNS]);
    Shown { rows: shown, total }
}

/// A cell's row and column.
type At = (usize, usize);

/// A way along some cells, and what it would cost to withhold those still shown.
type Way = (u64, Vec<At>);

/// The rows of a table, their total the last, and the cells withheld so far.
struct Grid {
    values: Vec<Counts>,
    /// Whether a row is known to add up: the sum and one part at least are given.
    adds_up: Vec<bool>,
    withheld: BTreeSet<At>,
}

impl Grid {
    fn new(rows: &[Counts]) -> Self {
        let sum = |column: usize| {
            let given = rows.iter().filter_map(|row| row[column]);
            given.reduce(u32::saturating_add)
        };
        let total: Counts = std::array::from_fn(sum);
        let mut values = rows.to_vec();
        values.push(total);
        let adds_up = |row: &Counts| row[0].is_some() && row[1..].iter().any(Option::is_some);
        let is_empty = |row: &Counts| row.iter().all(Option::is_none);
        let mut bound: Vec<bool> = rows.iter().map(adds_up).collect();
        // The totals add up only where every row does.
        bound.push(rows.iter().all(|row| is_empty(row) || adds_up(row)) && adds_up(&total));
        let mut grid = Self { values, adds_up: bound, withheld: BTreeSet::new() };
        grid.withheld = grid
            .cells()
            .filter(|at| grid.value(*at).is_some_and(|n| (1..SMALLEST_SHOWN).contains(&n)))
            .collect();
        grid
    }

    fn cells(&self) -> impl Iterator<Item = At> + use<> {
        let rows = self.values.len();
        (0..rows).flat_map(|row| (0..COLUMNS).map(move |column| (row, column)))
    }

    fn value(&self, (row, column): At) -> Option<u32> {
        self.values[row][column]
    }

    fn withhold_all(&mut self) {
        self.withheld = self.cells().filter(|at| self.value(*at).is_some()).collect();
    }

    fn shown(&self, row: usize) -> [Cell; COLUMNS] {
        std::array::from_fn(|column| match self.value((row, column)) {
            None => Cell::Blank,
            Some(_) if self.withheld.contains(&(row, column)) => Cell::Withheld,
            Some(count) => Cell::Shown(count),
        })
    }

    /// The first withheld cell that can be worked out.
    fn unprotected(&self) -> Option<At> {
        let is_safe = |at: &At| self.ring(*at).is_some_and(|(cost, _)| cost == 0);
        self.withheld.iter().copied().find(|at| !is_safe(at))
    }

    /// The cells that hide a cell at the least cost.
    fn cheapest_ring(&self, at: At) -> Option<Vec<At>> {
        Some(self.ring(at)?.1)
    }

    /// The cheapest ring through a cell, one way round or the other.
    fn ring(&self, at: At) -> Option<Way> {
        let (row, column) = (self.row(at.0), self.column(at.1));
        let up = self.may_pass(at, true).then(|| self.way(column, row, at)).flatten();
        let down = self.may_pass(at, false).then(|| self.way(row, column, at)).flatten();
        [up, down].into_iter().flatten().min_by_key(|(cost, _)| *cost)
    }

    fn row(&self, row: usize) -> usize {
        row
    }

    fn column(&self, column: usize) -> usize {
        self.values.len() + column
    }

    /// The node of what no equation binds: rows that need not add up end here.
    fn outside(&self) -> usize {
        self.values.len() + COLUMNS
    }

    /// Whether a cell can be passed from its row to its column, or back. A total counts against
    /// what it is the total of, so that passing it the same way changes it the other way; what
    /// falls must not fall below zero.
    fn may_pass(&self, at: At, to_column: bool) -> bool {
        let is_total = (at.0 + 1 == self.values.len()) != (at.1 == 0);
        let rises = to_column != is_total;
        rises || self.value(at).is_some_and(|count| count > 0)
    }

    /// What withholding a cell costs: first that it is one more, then how much it says.
    fn cost(&self, at: At) -> u64 {
        const ONE_MORE: u64 = 1 << 40;
        if self.withheld.contains(&at) {
            return 0;
        }
        ONE_MORE + u64::from(self.value(at).unwrap_or(0))
    }

    /// The arcs out of a node: where to, at what cost, along which cell.
    fn arcs(&self, node: usize) -> Vec<(usize, u64, Option<At>)> {
        let rows = self.values.len();
        let mut arcs = Vec::new();
        let mut pass = |at: At, to: usize, to_column: bool| {
            if self.value(at).is_some() && self.may_pass(at, to_column) {
                arcs.push((to, self.cost(at), Some(at)));
            }
        };
        if node < rows {
            for column in 0..COLUMNS {
                pass((node, column), self.column(column), true);
            }
            if !self.adds_up[node] {
                arcs.push((self.outside(), 0, None));
            }
        } else if node < self.outside() {
            for row in 0..rows {
                pass((row, node - rows), self.row(row), false);
            }
        } else {
            let free = (0..rows).filter(|row| !self.adds_up[*row]);
            arcs.extend(free.map(|row| (row, 0, None)));
        }
        arcs
    }

    /// The cheapest way from one node to another that does not use a cell (Dijkstra; the nodes
    /// are few).
    fn way(&self, from: usize, to: usize, without: At) -> Option<Way> {
        let nodes = self.outside() + 1;
        let mut best: Vec<Option<Way>> = vec![None; nodes];
        let mut done = vec![false; nodes];
        best[from] = Some((0, Vec::new()));
        loop {
            let open = (0..nodes).filter(|node| !done[*node]);
            let reached = open.filter_map(|node| Some((best[node].as_ref()?.0, node)));
            let (cost, node) = reached.min()?;
            if node == to {
                return best[node].take();
            }
            done[node] = true;
            let path = best[node].as_ref().map_or_else(Vec::new, |(_, path)| path.clone());
            for (next, step, cell) in self.arcs(node) {
                if cell == Some(without) || done[next] {
                    continue;
                }
                let new = cost + step;
                if best[next].as_ref().is_none_or(|(known, _)| new < *known) {
                    let path = path.iter().copied().chain(cell).collect();
                    best[next] = Some((new, path));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn full(row: [u32; COLUMNS]) -> Counts {
        row.map(Some)
    }

    fn printed(shown: &Shown) -> Vec<String> {
        let print = |row: &[Cell; COLUMNS]| {
            let cells = row.iter().map(|cell| match cell {
                Cell::Blank => "-".to_owned(),
                Cell::Shown(count) => count.to_string(),
                Cell::Withheld => "*".to_owned(),
            });
            cells.collect::<Vec<_>>().join(" ")
        };
        shown.rows.iter().chain([&shown.total]).map(print).collect()
    }

    #[test]
    fn large_counts_and_zeros_are_shown() {
        let shown = withhold(&[full([7, 4, 3, 0, 0]), full([3, 0, 0, 3, 0])]);
        assert_eq!(printed(&shown), ["7 4 3 0 0", "3 0 0 3 0", "10 4 3 3 0"]);
        assert!(!shown.withholds());
        assert!(!withhold(&[]).withholds());
    }

    #[test]
    fn a_cell_under_three_is_withheld_with_a_second_one_in_its_row_and_in_its_column() {
        let shown =
            withhold(&[full([8, 5, 2, 1, 0]), full([9, 4, 5, 0, 0]), full([6, 3, 3, 0, 0])]);
        for line in shown.rows.iter().chain([&shown.total]) {
            let hidden = line.iter().filter(|cell| **cell == Cell::Withheld).count();
            assert_ne!(hidden, 1, "{:?}", printed(&shown));
        }
        for column in 0..COLUMNS {
            let lines = shown.rows.iter().chain([&shown.total]);
            let hidden = lines.filter(|row| row[column] == Cell::Withheld).count();
            assert_ne!(hidden, 1, "{:?}", printed(&shown));
        }
        assert_eq!(shown.rows[0][2], Cell::Withheld);
        assert_eq!(shown.rows[0][3], Cell::Withheld);
    }

    #[test]
    fn a_zero_is_no_cover_for_what_could_only_fall() {
        // Withholding the four cells 1, 0, 0, 5 of a square would tell them all: none can fall
        // without another falling below zero.
        let rows = [full([6, 1, 5, 0, 0]), full([5, 0, 5, 0, 0])];
        assert_safe(&rows);
    }

    #[test]
    fn a_single_sum_hides_among_the_sums() {
        assert_safe(&[[Some(2), None, None, None, None], [Some(9), None, None, None, None]]);
        assert_safe(&[[Some(1), None, None, None, None]]);
        assert_safe(&[[None, Some(1), None, None, None], full([5, 5, 0, 0, 0])]);
    }

    /// That each withheld count could be another, all that is printed being what it is: there is
    /// a change of withheld cells alone, by whole numbers, that keeps every sum and falls nowhere
    /// below zero. Found by trying all small changes, so in a way of its own.
    fn assert_safe(rows: &[Counts]) {
        let shown = withhold(rows);
        let grid = Grid::new(rows);
        for at in grid.cells() {
            let cell = shown.rows.get(at.0).unwrap_or(&shown.total)[at.1];
            let small = grid.value(at).is_some_and(|count| (1..SMALLEST_SHOWN).contains(&count));
            assert!(!small || cell == Cell::Withheld, "{rows:?} {at:?}");
        }
        let lines: Vec<_> = shown.rows.iter().chain([&shown.total]).collect();
        let hidden: Vec<At> =
            grid.cells().filter(|at| lines[at.0][at.1] == Cell::Withheld).collect();
        for at in &hidden {
            assert!(is_free(&grid, &hidden, *at), "{at:?} of {rows:?}: {:?}", printed(&shown));
        }
    }

    /// Whether the equations leave an unknown undecided: whether its column of their matrix can
    /// be part of a solution of the homogeneous system, by elimination.
    fn is_free(grid: &Grid, hidden: &[At], at: At) -> bool {
        let last = grid.values.len() - 1;
        let mut equations: Vec<Vec<i64>> = Vec::new();
        for row in (0..=last).filter(|row| grid.adds_up[*row]) {
            let sign = |at: &At| {
                if at.0 != row {
                    0
                } else if at.1 == 0 {
                    -1
                } else {
                    1
                }
            };
            equations.push(hidden.iter().map(sign).collect());
        }
        for column in 0..COLUMNS {
            let sign = |at: &At| {
                if at.1 != column {
                    0
                } else if at.0 == last {
                    -1
                } else {
                    1
                }
            };
            equations.push(hidden.iter().map(sign).collect());
        }
        let place = hidden.iter().position(|cell| *cell == at).expect("it is hidden");
        let without: Vec<Vec<i64>> = equations
            .iter()
            .map(|row| {
                row.iter().enumerate().filter(|(i, _)| *i != place).map(|(_, n)| *n).collect()
            })
            .collect();
        // The unknown is decided exactly where taking its column out lowers the rank.
        rank(without) == rank(equations)
    }

    fn rank(rows: Vec<Vec<i64>>) -> usize {
        let mut rows: Vec<Vec<i128>> =
            rows.into_iter().map(|row| row.into_iter().map(i128::from).collect()).collect();
        let width = rows.first().map_or(0, Vec::len);
        let mut rank = 0;
        for column in 0..width {
            let Some(pivot) = (rank..rows.len()).find(|row| rows[*row][column] != 0) else {
                continue;
            };
            rows.swap(rank, pivot);
            let top = rows[rank].clone();
            for row in &mut rows[rank + 1..] {
                let factor = row[column];
                for (cell, above) in row.iter_mut().zip(&top) {
                    *cell = *cell * top[column] - above * factor;
                }
                // The matrix of a network: its entries stay small once divided out.
                let divisor = row.iter().fold(0, |a: i128, b| gcd(a, b.abs()));
                row.iter_mut().for_each(|cell| *cell /= divisor.max(1));
            }
            rank += 1;
        }
        rank
    }

    fn gcd(a: i128, b: i128) -> i128 {
        if b == 0 { a } else { gcd(b, a % b) }
    }

    /// Every table with the printed counts of a small one, tried one by one.
    fn assert_undecided(rows: &[Counts]) {
        let shown = withhold(rows);
        let (grid, lines) = (Grid::new(rows), shown.rows.iter().chain([&shown.total]));
        let lines: Vec<_> = lines.collect();
        let hidden: Vec<At> =
            grid.cells().filter(|at| lines[at.0][at.1] == Cell::Withheld).collect();
        let mut differs = vec![false; hidden.len()];
        let changes = 3u32.pow(u32::try_from(hidden.len()).expect("few"));
        for code in 0..changes {
            let change = |i: usize| i64::from(code / 3u32.pow(i as u32) % 3) - 1;
            let mut values = grid.values.clone();
            let sound = hidden.iter().enumerate().all(|(i, (row, column))| {
                let was = i64::from(values[*row][*column].unwrap_or(0));
                let now = u32::try_from(was + change(i));
                values[*row][*column] = now.ok();
                now.is_ok()
            });
            let get = |row: usize, column: usize| i64::from(values[row][column].unwrap_or(0));
            let last = values.len() - 1;
            let was = |row: usize| -> i64 {
                let cell = |column: usize| i64::from(grid.values[row][column].unwrap_or(0));
                (1..COLUMNS).map(cell).sum::<i64>() - cell(0)
            };
            let adds_up = sound
                && (0..=last).filter(|row| grid.adds_up[*row]).all(|row| {
                    (1..COLUMNS).map(|c| get(row, c)).sum::<i64>() - get(row, 0) == was(row)
                })
                && (0..COLUMNS)
                    .all(|c| (0..last).map(|row| get(row, c)).sum::<i64>() == get(last, c));
            if adds_up {
                for (i, differs) in differs.iter_mut().enumerate() {
                    *differs |= change(i) != 0;
                }
            }
        }
        assert!(differs.iter().all(|differs| *differs), "{rows:?}: {:?}", printed(&shown));
    }

    /// A row that adds up, with some of its parts.
    fn row() -> impl Strategy<Value = Counts> {
        (proptest::collection::vec(prop_oneof![3 => 0u32..4, 1 => 0u32..30], 4), 0u32..20).prop_map(
            |(parts, kind)| {
                let sum = parts.iter().sum();
                let mut row = [Some(sum), None, None, None, None];
                row[1..].iter_mut().zip(parts).for_each(|(cell, part)| *cell = Some(part));
                match kind {
                    0 => row[0] = None,
                    1 => row[1..].fill(None),
                    2 => row[3] = None,
                    _ => {}
                }
                row
            },
        )
    }

    proptest! {
        #[test]
        fn no_withheld_count_follows_from_what_is_printed(
            rows in proptest::collection::vec(row(), 1..7),
        ) {
            assert_safe(&rows);
        }

        #[test]
        fn every_withheld_count_could_be_another(
            rows in proptest::collection::vec(row(), 1..3),
        ) {
            // As many as can be tried one by one.
            let shown = withhold(&rows);
            let lines = shown.rows.iter().chain([&shown.total]).flatten();
            if lines.filter(|cell| **cell == Cell::Withheld).count() <= 10 {
                assert_undecided(&rows);
            }
        }
    }
}
