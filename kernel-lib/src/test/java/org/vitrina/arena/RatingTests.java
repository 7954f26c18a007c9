package org.vitrina.arena;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.Property;
import org.vitrina.show.Figure;

@DisplayName("Ratings from battles")
class RatingTests {
    private static final Battles BATTLES = Golden.battles();
    private static final JsonObject GOLDEN = Golden.values();

    private static void assertNear(Map<String, Double> expected, Map<String, Double> actual, double tolerance) {
        assertEquals(expected.keySet(), Map.copyOf(actual).keySet());
        expected.forEach((model, value) -> assertEquals(value, actual.get(model), tolerance, model));
    }

    private static Battles games(Object... winnerLoserCount) {
        var games = new ArrayList<Battle>();
        for (int i = 0; i < winnerLoserCount.length; i += 3) {
            for (int n = 0; n < (int) winnerLoserCount[i + 2]; n++) {
                games.add(Battle.of((String) winnerLoserCount[i], (String) winnerLoserCount[i + 1], Outcome.LEFT));
            }
        }
        return Battles.of(games);
    }

    private static String messageOf(Battles battles) {
        return assertThrows(IllegalArgumentException.class, () -> BradleyTerry.STANDARD.ratings(battles))
                .getMessage();
    }

    @Nested
    @DisplayName("by Elo")
    class ByElo {
        @Test
        @DisplayName("are FastChat's: K = 4, base 10, scale 400, from 1000")
        void fastChat() {
            assertNear(Golden.numbers(GOLDEN.get("elo")), Elo.STANDARD.ratings(BATTLES), 1e-9);
        }

        @Test
        @DisplayName("are others when the same battles are fought backwards")
        void backwards() {
            var reversed = new ArrayList<>(BATTLES.asList());
            Collections.reverse(reversed);
            assertNear(Golden.numbers(GOLDEN.get("elo_reversed")), Elo.STANDARD.ratings(Battles.of(reversed)), 1e-9);
        }

        @Test
        @DisplayName("move by half of K when equals fight, and what one gains the other loses")
        void oneBattle() {
            Elo chess = Elo.STANDARD.withK(32);
            assertEquals(16, chess.change(1000, 1000, 1));
            assertEquals(0, chess.change(1000, 1000, 0.5));
            // 400 points are odds of ten to one
            assertEquals(32.0 / 11, chess.change(1400, 1000, 1), 1e-12);
            assertEquals(-32 * 10.0 / 11, chess.change(1400, 1000, 0), 1e-12);
        }

        @Test
        @DisplayName("can be walked through, battle by battle, and end where FastChat's do")
        void walk() {
            var walk = Elo.STANDARD.walk(BATTLES);
            assertEquals(BATTLES.size(), walk.size());
            assertNear(
                    Golden.numbers(GOLDEN.get("elo")), walk.at(walk.size() - 1).ratings(), 1e-9);
        }

        @Test
        @DisplayName("say in a walk who was expected to win, and what the battle was worth")
        void walkSays() {
            Elo chess = Elo.STANDARD.withK(22);
            var walk = chess.walk(Battles.of(Battle.of("a", "b", Outcome.LEFT), Battle.of("b", "a", Outcome.TIE)));
            assertEquals(
                    "a (1000.0) meets b (1000.0), and 50.0 % of a victory is expected of it. It wins, which is worth 1:"
                            + " +11.00 points for a, −11.00 for b.",
                    walk.at(0).caption());
            // 22 points behind: 1 / (1 + 10^(22/400)) = 0.4684 are expected, and a half came
            assertEquals(
                    "b (989.0) meets a (1011.0), and 46.8 % of a victory is expected of it. It ties, which is worth ½:"
                            + " +0.70 points for b, −0.70 for a.",
                    walk.at(1).caption());
            assertEquals(List.of(11.0, -11.0), ((Figure.Bars) walk.at(0).figure()).values());
            assertEquals(List.of(11.0, -11.0), ((Figure.Bars) walk.at(1).figure()).before());
            assertEquals(List.of(10.3, -10.3), ((Figure.Bars) walk.at(1).figure()).values());
        }

        @Test
        @DisplayName("differ from order to order, the more the greater K is")
        void orders() {
            EloOrders slow = Elo.STANDARD.orders(BATTLES, 30, 1);
            EloOrders fast = Elo.STANDARD.withK(32).orders(BATTLES, 30, 1);
            assertTrue(spread(fast) > 2 * spread(slow), spread(fast) + " and " + spread(slow));
            assertEquals(30, fast.rankings().values().stream().mapToInt(n -> n).sum());
            assertTrue(fast.rankings().size() > slow.rankings().size());
        }

        private double spread(EloOrders orders) {
            var ada = java.util.Arrays.stream(orders.ratings().get("ada")).summaryStatistics();
            return ada.getMax() - ada.getMin();
        }

        @Test
        @DisplayName("begin their history at the start and end it where the ratings are")
        void history() {
            var history = Elo.STANDARD.history(BATTLES);
            assertEquals(BATTLES.size() + 1, history.get("bo").size());
            assertEquals(1000, history.get("bo").getFirst());
            assertEquals(
                    Elo.STANDARD.ratings(BATTLES).get("bo"), history.get("bo").getLast());
        }
    }

    @Nested
    @DisplayName("by Bradley and Terry")
    class ByBradleyTerry {
        /// The worked example of Wikipedia's article on the model, 22 games.
        private final Battles wikipedia = games(
                "A", "B", 2, "B", "A", 3, "A", "D", 1, "D", "A", 4, "B", "C", 5, "C", "B", 3, "C", "D", 1, "D", "C", 3);

        @Test
        @DisplayName("give the strengths of Wikipedia's 22 games: 0.640, 1.043, 0.660, 2.270")
        void wikipedia() {
            Map<String, Double> powers = BradleyTerry.STANDARD.powers(wikipedia);
            assertEquals(0.640, powers.get("A"), 5e-4);
            assertEquals(1.043, powers.get("B"), 5e-4);
            assertEquals(0.660, powers.get("C"), 5e-4);
            assertEquals(2.270, powers.get("D"), 5e-4);
        }

        @Test
        @DisplayName("give these strengths on the scale of Elo: 922.4, 1007.4, 927.8, 1142.4")
        void wikipediaInPoints() {
            assertNear(
                    Map.of("A", 922.4, "B", 1007.4, "C", 927.8, "D", 1142.4),
                    BradleyTerry.STANDARD.ratings(wikipedia),
                    0.05);
        }

        @Test
        @DisplayName("are FastChat's, a tie being half a victory and half a defeat")
        void fastChat() {
            assertNear(Golden.numbers(GOLDEN.get("bradley_terry")), BradleyTerry.STANDARD.ratings(BATTLES), 1e-6);
        }

        @Test
        @DisplayName("move all together to where an anchor says")
        void anchored() {
            assertNear(
                    Golden.numbers(GOLDEN.get("bradley_terry_anchored")),
                    BradleyTerry.STANDARD.anchored("cy", 1114).ratings(BATTLES),
                    1e-6);
            assertEquals(
                    "the anchor 'zoe' fought no battle; there is ada, bo, cy, dot, eve",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> BradleyTerry.STANDARD
                                            .anchored("zoe", 1000)
                                            .ratings(BATTLES))
                            .getMessage());
        }

        @Test
        @DisplayName("do not depend on the order, nor on who stands on which side")
        void order() {
            Battles turned = Battles.of(BATTLES.shuffled(3).stream()
                    .map(b -> Battle.of(b.right(), b.left(), b.outcome().mirrored()))
                    .toList());
            assertNear(BradleyTerry.STANDARD.ratings(BATTLES), BradleyTerry.STANDARD.ratings(turned), 1e-7);
        }

        @Test
        @DisplayName("of two models are the logarithm of their victories' ratio, which is known without any optimizer")
        void two() {
            Property.forRandom(50, random -> {
                int won = 1 + random.nextInt(500);
                int lost = 1 + random.nextInt(500);
                Map<String, Double> ratings = BradleyTerry.STANDARD.ratings(games("a", "b", won, "b", "a", lost));
                assertEquals(400 * Math.log10((double) won / lost), ratings.get("a") - ratings.get("b"), 1e-6);
            });
        }

        @Test
        @DisplayName("come back from battles of models whose strengths are known, if there are many")
        void known() {
            double[] strength = {1200, 1100, 1000, 900, 800};
            var random = new java.util.SplittableRandom(4);
            var battles = new ArrayList<Battle>();
            for (int i = 0; i < 40_000; i++) {
                int a = random.nextInt(5);
                int b = (a + 1 + random.nextInt(4)) % 5;
                boolean won = random.nextDouble() < BradleyTerry.STANDARD.chance(strength[a], strength[b]);
                battles.add(Battle.of("m" + a, "m" + b, won ? Outcome.LEFT : Outcome.RIGHT));
            }
            Leaderboard board = BradleyTerry.STANDARD.sandwich(Battles.of(battles));
            for (int i = 0; i < 5; i++) {
                assertEquals(strength[i], board.rating("m" + i), 12);
                assertEquals(i + 1, board.rank("m" + i));
            }
        }
    }

    @Nested
    @DisplayName("that have no finite value")
    class NotFinite {
        @Test
        @DisplayName("are refused where one model never lost, with its name")
        void unbeaten() {
            assertEquals(
                    "a never lost to and never tied with b, c, so no lead is large enough: there is no finite rating;"
                            + " fight more battles, or take a prior: BradleyTerry.STANDARD.withPrior(0.1)",
                    messageOf(games("a", "b", 3, "b", "c", 1, "c", "b", 2)));
        }

        @Test
        @DisplayName("are refused where one model never won, with the others' names")
        void neverWon() {
            assertTrue(messageOf(games("a", "b", 3, "b", "a", 1, "b", "c", 2))
                    .startsWith("a, b never lost to and never tied with c,"));
        }

        @Test
        @DisplayName("are refused where no battle connects two groups")
        void apart() {
            assertTrue(messageOf(games("a", "b", 1, "b", "a", 1, "c", "d", 1, "d", "c", 1))
                    .startsWith("no battle connects"));
        }

        @Test
        @DisplayName("are refused where there is no battle at all")
        void none() {
            assertEquals("there is no battle yet, so there is nothing to rate", messageOf(Battles.of()));
        }

        @Test
        @DisplayName("are found if a single tie makes them finite")
        void tie() {
            Battles battles =
                    games("a", "b", 3, "b", "c", 1, "c", "b", 2).and(Battles.of(Battle.of("b", "a", Outcome.TIE)));
            assertTrue(BradleyTerry.STANDARD.ratings(battles).get("a") > 1000);
        }

        @Test
        @DisplayName("are finite with a prior, in the right order, and follow its formula for two models")
        void prior() {
            Map<String, Double> ratings = BradleyTerry.STANDARD.withPrior(0.1).ratings(games("a", "b", 3));
            double r = (ratings.get("a") - 1000) * Math.log(10) / 400;
            // where the gradient is 0: 3·σ(-2r) = 0.1·r
            assertEquals(3 / (1 + Math.exp(2 * r)), 0.1 * r, 1e-9);
        }
    }

    @Nested
    @DisplayName("with intervals")
    class Intervals {
        /// The ridge is small against the weights, so that its inverse makes rounding 10,000 times larger.
        private void assertBoard(JsonObject golden, Leaderboard board) {
            for (Leaderboard.Row row : board.rows()) {
                assertEquals(golden.getAsJsonObject("ratings").get(row.model()).getAsDouble(), row.rating(), 1e-6);
                assertEquals(golden.getAsJsonObject("low").get(row.model()).getAsDouble(), row.low(), 1e-4);
                assertEquals(golden.getAsJsonObject("high").get(row.model()).getAsDouble(), row.high(), 1e-4);
            }
        }

        @Test
        @DisplayName("from the sandwich are arena-rank's")
        void sandwich() {
            assertBoard(GOLDEN.getAsJsonObject("sandwich"), BradleyTerry.STANDARD.sandwich(BATTLES));
        }

        @Test
        @DisplayName("from the sandwich are arena-rank's where pairs count the same")
        void reweighted() {
            assertBoard(
                    GOLDEN.getAsJsonObject("sandwich_reweighted"),
                    BradleyTerry.STANDARD.reweightedByPair().sandwich(BATTLES));
        }

        @Test
        @DisplayName("from the bootstrap are as wide as those from the sandwich, within a seventh")
        void bootstrap() {
            Leaderboard drawn = BradleyTerry.STANDARD.bootstrap(BATTLES, 1000, 1);
            Leaderboard computed = BradleyTerry.STANDARD.sandwich(BATTLES);
            for (Leaderboard.Row row : computed.rows()) {
                double width = row.high() - row.low();
                Leaderboard.Row other = drawn.row(row.model());
                assertEquals(width, other.high() - other.low(), width / 7, row.model());
                assertEquals(row.rating(), other.rating(), 1e-9);
            }
        }

        @Test
        @DisplayName("from the bootstrap are the same for the same seed, and others for another")
        void seed() {
            Leaderboard one = BradleyTerry.STANDARD.bootstrap(BATTLES, 20, 1);
            assertEquals(one, BradleyTerry.STANDARD.bootstrap(BATTLES, 20, 1));
            assertNotEquals(one, BradleyTerry.STANDARD.bootstrap(BATTLES, 20, 2));
        }

        @Test
        @DisplayName("are finite even if in some samples one model never loses")
        void rareDefeat() {
            Battles battles = games("a", "b", 30, "b", "a", 1);
            Leaderboard board = BradleyTerry.STANDARD.bootstrap(battles, 100, 1);
            assertTrue(Double.isFinite(board.row("a").high()));
            assertTrue(board.row("a").high() > board.row("a").rating() + 100);
        }

        @Test
        @DisplayName("get narrower by half when there are four times as many battles")
        void narrower() {
            Battles four = BATTLES.and(BATTLES).and(BATTLES).and(BATTLES);
            Leaderboard.Row one = BradleyTerry.STANDARD.sandwich(BATTLES).row("cy");
            Leaderboard.Row more = BradleyTerry.STANDARD.sandwich(four).row("cy");
            assertEquals((one.high() - one.low()) / 2, more.high() - more.low(), 1e-6);
        }

        @Test
        @DisplayName("hold the truth about 95 times of 100")
        void coverage() {
            double[] strength = {1100, 1000, 900};
            int held = 0;
            int trials = 400;
            for (int trial = 0; trial < trials; trial++) {
                var random = new java.util.SplittableRandom(trial);
                var battles = new ArrayList<Battle>();
                for (int i = 0; i < 300; i++) {
                    int a = random.nextInt(3);
                    int b = (a + 1 + random.nextInt(2)) % 3;
                    boolean won = random.nextDouble() < BradleyTerry.STANDARD.chance(strength[a], strength[b]);
                    battles.add(Battle.of("m" + a, "m" + b, won ? Outcome.LEFT : Outcome.RIGHT));
                }
                Leaderboard.Row row =
                        BradleyTerry.STANDARD.sandwich(Battles.of(battles)).row("m0");
                if (row.low() < 1100 && 1100 < row.high()) held++;
            }
            // of 400, 95 % are 380 give or take 4.4; four of those
            assertEquals(380, held, 18);
        }
    }

    @Nested
    @DisplayName("as a board")
    class Board {
        @Test
        @DisplayName("rank a model behind all whose interval lies wholly above its own, and only those")
        void ranks() {
            Leaderboard board = Leaderboard.of(
                    "by hand",
                    Map.of("a", 1100.0, "b", 1090.0, "c", 1000.0, "d", 990.0),
                    Map.of("a", 1080.0, "b", 1040.0, "c", 950.0, "d", 900.0),
                    Map.of("a", 1120.0, "b", 1140.0, "c", 1050.0, "d", 1039.0),
                    Map.of());
            assertEquals(1, board.rank("a"));
            assertEquals(1, board.rank("b"));
            assertEquals(2, board.rank("c")); // a's begins at 1080, b's at 1040: only a is surely better than 1050
            assertEquals(3, board.rank("d"));
            assertEquals(List.of("a", "b", "c", "d"), board.models());
        }

        @Test
        @DisplayName("count the battles of each model, and say who is not there")
        void counts() {
            Leaderboard board = BradleyTerry.STANDARD.sandwich(BATTLES);
            assertEquals(
                    2 * BATTLES.size(),
                    board.rows().stream().mapToInt(Leaderboard.Row::battles).sum());
            assertEquals(
                    "no model 'zoe' is on the board; there is ada, cy, bo, dot, eve",
                    assertThrows(IllegalArgumentException.class, () -> board.row("zoe"))
                            .getMessage());
        }

        @Test
        @DisplayName("are drawn with every model's name")
        void drawn() {
            String html = BradleyTerry.STANDARD.sandwich(BATTLES).mime().html().orElseThrow();
            assertTrue(html.contains("ada"));
            assertFalse(html.isBlank());
        }
    }

    @Nested
    @DisplayName("with style taken out")
    class Styled {
        private final double[][] left =
                Golden.rows(GOLDEN.getAsJsonObject("counts").get("left"));
        private final double[][] right =
                Golden.rows(GOLDEN.getAsJsonObject("counts").get("right"));

        @Test
        @DisplayName("are FastChat's, with its coefficients")
        void fastChat() {
            JsonObject golden = GOLDEN.getAsJsonObject("style_fastchat");
            StyledLeaderboard styled = StyleControl.FASTCHAT.board(BATTLES, left, right);
            Golden.numbers(golden.get("ratings"))
                    .forEach((model, rating) ->
                            assertEquals(rating, styled.board().rating(model), 1e-6));
            assertArrayEquals(Golden.array(golden.get("coefficients")), styled.coefficients(), 1e-8);
        }

        @Test
        @DisplayName("are arena-rank's, with its intervals")
        void arenaRank() {
            JsonObject golden = GOLDEN.getAsJsonObject("style_arena_rank");
            StyledLeaderboard styled = StyleControl.ARENA_RANK.board(BATTLES, left, right);
            for (Leaderboard.Row row : styled.board().rows()) {
                assertEquals(golden.getAsJsonObject("ratings").get(row.model()).getAsDouble(), row.rating(), 1e-6);
                assertEquals(golden.getAsJsonObject("low").get(row.model()).getAsDouble(), row.low(), 1e-5);
                assertEquals(golden.getAsJsonObject("high").get(row.model()).getAsDouble(), row.high(), 1e-5);
            }
            assertArrayEquals(Golden.array(golden.get("coefficients")), styled.coefficients(), 1e-9);
        }

        @Test
        @DisplayName("find that length was what counted, if it was all that counted")
        void length() {
            var random = new java.util.SplittableRandom(1);
            var battles = new ArrayList<Battle>();
            for (int i = 0; i < 600; i++) {
                boolean longLeft = random.nextBoolean();
                String brief = "Yes.";
                String wordy = "Well, that is a very good question, and the answer to it, I think, is yes, it is.";
                boolean longWins = random.nextDouble() < 0.8;
                // 'chatty' is long four times of five, 'terse' one time of five; both are right as often
                String left = random.nextDouble() < (longLeft ? 0.8 : 0.2) ? "chatty" : "terse";
                String right = left.equals("chatty") ? "terse" : "chatty";
                battles.add(new Battle(
                        "",
                        java.time.Instant.EPOCH,
                        "",
                        "?",
                        left,
                        right,
                        longLeft ? wordy : brief,
                        longLeft ? brief : wordy,
                        longLeft == longWins ? Outcome.LEFT : Outcome.RIGHT));
            }
            Battles all = Battles.of(battles);
            double plain = lead(BradleyTerry.STANDARD.ratings(all));
            StyledLeaderboard styled = StyleControl.FASTCHAT.board(all);
            double without = styled.board().rating("chatty") - styled.board().rating("terse");
            assertTrue(plain > 100, "plain " + plain);
            assertTrue(Math.abs(without) < plain / 3, "plain " + plain + ", without style " + without);
            assertTrue(styled.coefficient("tokens") > 0.3);
            assertEquals(0, styled.coefficient("headers"), 1e-12);
        }

        private double lead(Map<String, Double> ratings) {
            return ratings.get("chatty") - ratings.get("terse");
        }

        @Test
        @DisplayName("count headers, lists and bold passages as FastChat does, outside code")
        void markdown() {
            GOLDEN.getAsJsonArray("markdown").forEach(each -> {
                String text = each.getAsJsonObject().get("text").getAsString();
                Style style = Style.of(text);
                assertArrayEquals(
                        Golden.array(each.getAsJsonObject().get("counts")),
                        new double[] {style.headers(), style.lists(), style.bold()},
                        text);
            });
        }

        @Test
        @DisplayName("need answers to look at")
        void noAnswers() {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> StyleControl.FASTCHAT.board(BATTLES))
                    .getMessage()
                    .startsWith("style control looks at the answers, but battle 1, "));
        }
    }
}
