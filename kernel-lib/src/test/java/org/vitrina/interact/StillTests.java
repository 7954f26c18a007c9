package org.vitrina.interact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;

import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;

@DisplayName("Where nothing is alive")
class StillTests {
    private static String html(Part part) {
        return part.mime().html().orElseThrow();
    }

    @Test
    @DisplayName("a slider is a line that says where it stands, with the value there and at both ends")
    void slider() {
        var slider = Interact.slider("temperature", 0.1, 2, 0.1, 0.8, t -> "t^2 = " + Math.round(t * t * 100));
        assertEquals("""
                temperature = 0.8 (0.1 to 2)
                t^2 = 64

                temperature = 0.1
                t^2 = 1

                temperature = 2
                t^2 = 400
                """, slider.mime().text());
        String html = html(slider);
        for (String part : List.of(
                "temperature = <b>0.8</b> <small>(0.1 to 2)</small>",
                "t^2 = 64",
                "t^2 = 1<",
                "<b>temperature = 2</b>",
                "t^2 = 400")) {
            assertTrue(html.contains(part), part);
        }
        assertEquals(
                List.of("text/plain", "text/html"),
                List.copyOf(slider.mime().forms().keySet()));
    }

    @Test
    @DisplayName("the values beside the first are those that were chosen, or none")
    void examples() {
        var seen = new ArrayList<Integer>();
        var slider = Interact.slider("k", 1, 50, 1, 5, seen::add);
        slider.examples(10, 20, 30).mime();
        assertEquals(List.of(5, 10, 20, 30), seen);
        seen.clear();
        slider.examples().mime();
        assertEquals(List.of(5), seen);
    }

    @Test
    @DisplayName("a list shows what could be chosen, and the value for the others")
    void dropdown() {
        var list = Interact.dropdown("model", List.of("own", "GPT-2", "GPT-4o"), String::length);
        assertEquals("""
                model = own (of own, GPT-2, GPT-4o)
                3

                model = GPT-2
                5

                model = GPT-4o
                6
                """, list.mime().text());
    }

    @Test
    @DisplayName("texts, boxes to tick, buttons, bars, labels and rows of them are lines")
    void lines() {
        var bar = Interact.progress("training", 200);
        bar.at(50);
        var part = Interact.row(
                Interact.text("prompt", "The cat"),
                Interact.checkbox("greedy", true),
                Interact.buttons("right", "wrong", _ -> null),
                bar,
                Interact.label("done"),
                "a value");
        assertEquals("""
                prompt = "The cat"
                ☑ greedy: yes
                [right] [wrong]
                training: 50 of 200
                done
                a value""", part.mime().text());
    }

    @Test
    @DisplayName("buttons press themselves only if told to, and then as often as told")
    void presses() {
        var marks = new ArrayList<String>();
        var buttons = Interact.buttons("right", "wrong", mark -> {
            marks.add(mark);
            return marks.size() + " so far";
        });
        buttons.mime();
        assertEquals(List.of(), marks);
        assertEquals("""
                [right] [wrong]
                after a press of [wrong]:
                1 so far
                after a press of [right]:
                2 so far""", buttons.examples("wrong", "right").mime().text());
        assertEquals(
                "the buttons are [right, wrong], so 'maybe' cannot be pressed",
                assertThrows(IllegalArgumentException.class, () -> buttons.examples("maybe"))
                        .getMessage());
    }

    @Test
    @DisplayName("an error at another value is shown in its place")
    void failedExample() {
        var slider = Interact.slider("k", 0, 9, 1, 3, k -> 12 / k);
        assertTrue(slider.mime().text().contains("k = 0\nArithmeticException: / by zero\n"));
        assertTrue(html(slider).contains("<pre class=\"vitrina-failed\">ArithmeticException: / by zero</pre>"));
    }

    @Test
    @DisplayName("an image, an SVG and text are shown as what they are, and no script comes with them")
    void forms() {
        var image = new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB);
        assertTrue(html(Interact.column(image))
                .contains("<img width=\"4\" alt=\"[image, 4 × 3]\" src=\"data:image/png;base64,"));
        Showable svg = () -> MimeBundle.of("drawing").with(MimeBundle.SVG, "<svg onload='alert(1)'/>");
        assertTrue(html(Interact.column(svg)).contains("<img alt=\"drawing\" src=\"data:image/svg+xml;base64,"));
        assertFalse(html(Interact.column(svg)).contains("onload"));
    }

    @Nested
    @DisplayName("whatever text comes in")
    class Escaped {
        private static final String EVIL = "<script>alert('x')</script>\"&";

        @Test
        @DisplayName("it stands in the page as text")
        void everywhere() {
            var options = new TreeMap<String, String>();
            options.put(EVIL, EVIL);
            options.put(EVIL + "2", EVIL);
            var parts = List.of(
                    Interact.slider(EVIL, 0, 1, k -> EVIL + k),
                    Interact.slider(EVIL, 0.0, 1.0, _ -> {
                        return EVIL;
                    }),
                    Interact.dropdown(EVIL, options, o -> o),
                    Interact.text(EVIL, EVIL, t -> t),
                    Interact.checkbox(EVIL, true, _ -> EVIL),
                    Interact.button(EVIL, () -> EVIL).examples(EVIL),
                    Interact.progress(EVIL, 3),
                    Interact.label(EVIL),
                    Interact.column(EVIL),
                    Interact.slider(EVIL, 1, 5, 1, 3, k -> {
                        if (k != 3) {
                            throw new IllegalStateException(EVIL);
                        }
                        return null;
                    }));
            for (Part part : parts) {
                String html = html(part);
                assertFalse(html.contains("<script"), html);
                assertFalse(html.contains("('x')"), html);
                assertTrue(html.contains("&lt;script&gt;"), html);
            }
        }
    }

    @Nested
    @DisplayName("the values of a slider")
    class Grids {
        @Test
        @DisplayName("are at least 100 steps of 1, 2 or 5 times a power of ten")
        void steps() {
            forRandom(500, random -> {
                double min = random.nextDouble(-1000, 1000);
                double max = min + Math.pow(10, random.nextDouble(-3, 6));
                Grid grid = Grid.over(min, max);
                double steps = (max - min) / grid.step();
                assertTrue(steps >= 100 - 1e-6 && steps <= 250, min + " to " + max + ": " + steps);
                String digits = new BigDecimal(Double.toString(grid.step()))
                        .stripTrailingZeros()
                        .unscaledValue()
                        .toString();
                assertTrue(List.of("1", "2", "5").contains(digits), digits);
            });
        }

        @Test
        @DisplayName("are in the range, near to what was asked for, and the same when asked for again")
        void nearest() {
            forRandom(2_000, random -> {
                int tenths = random.nextInt(-50, 50);
                double max = (tenths + random.nextInt(10, 1000)) / 10.0;
                var grid = new Grid(
                        tenths / 10.0, max, List.of(0.1, 0.25, 0.5, 1.0).get(random.nextInt(4)));
                double asked = random.nextDouble(grid.min() - 1, grid.max() + 1);
                double found = grid.nearest(asked);
                assertTrue(grid.min() <= found && found <= grid.max());
                assertTrue(Math.abs(found - Math.clamp(asked, grid.min(), grid.max())) <= grid.step() / 2 + 1e-9);
                assertEquals(found, grid.nearest(found));
                assertEquals(found, Double.parseDouble("%.2f".formatted(found)), "no noise in " + found);
            });
        }

        @Test
        @DisplayName("need a range and a step that fits it; the error says which there were")
        void wrong() {
            var tests = List.<Executable>of(
                    () -> Interact.slider("t", 2.0, 0.1),
                    () -> Interact.slider("t", Double.NaN, 1.0),
                    () -> Interact.slider("t", 0.0, 1.0, 0, 0.5),
                    () -> Interact.slider("t", 0.0, 1.0, 0.1, 1.5),
                    () -> Interact.slider("k", 5, 5),
                    () -> Interact.slider("k", 1, 5, 9, 1),
                    () -> Interact.slider("k", 1, 5, 1, 6),
                    () -> Interact.dropdown("m", List.of()),
                    () -> Interact.dropdown("m", List.of("a", "a")),
                    () -> Interact.dropdown("m", List.of("a", "b")).startingAt("c"),
                    () -> Interact.progress("p", 0));
            var messages = tests.stream()
                    .map(test ->
                            assertThrows(IllegalArgumentException.class, test).getMessage())
                    .toList();
            assertEquals(
                    List.of(
                            "a slider needs a range from a lower to a higher finite number, but got 2.0 to 0.1",
                            "a slider needs a range from a lower to a higher finite number, but got NaN to 1.0",
                            "the step of a slider must be greater than 0 and at most its range, 1, but is 0.0",
                            "the slider goes from 0 to 1, so it cannot stand at 1.5",
                            "a slider needs a range from a lower to a higher number, but got 5 to 5",
                            "the step of a slider must be at least 1 and at most its range, 4, but is 9",
                            "the slider goes from 1 to 5, so it cannot stand at 6",
                            "a list to choose from needs at least one option, but got none",
                            "two options have the same name 'a'; give a map from different names to the options",
                            "the options are [a, b], so 'c' cannot be chosen",
                            "a bar needs a total greater than 0, but got 0.0"),
                    messages);
        }
    }
}
