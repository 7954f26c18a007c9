package org.vitrina.hardware;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;

/// A token came through one part of a model.
///
/// @param parts all parts of the way
/// @param at    which of them this is
/// @param roof  what the machine can do at most
public record PassStep(List<TokenPass.Part> parts, int at, Roofline roof) implements Step {
    static final String NAME = "hardware.pass";

    public PassStep {
        parts = List.copyOf(parts);
        Objects.checkIndex(at, parts.size());
    }

    /// Returns the part that this step is about.
    public TokenPass.Part part() {
        return parts.get(at);
    }

    /// Returns the seconds up to here, this part included.
    public double soFar() {
        return parts.stream()
                .limit(at + 1L)
                .mapToDouble(TokenPass.Part::seconds)
                .sum();
    }

    private double whole() {
        return parts.stream().mapToDouble(TokenPass.Part::seconds).sum();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String caption() {
        TokenPass.Part part = part();
        var fetched = new ArrayList<String>();
        if (part.weights() > 0) fetched.add(Amounts.bytes(part.weights()) + " of weights");
        if (part.kept() > 0) fetched.add(Amounts.bytes(part.kept()) + " of keys and values");
        boolean computes = part.flops() / roof.flops() > (part.weights() + part.kept()) / roof.bandwidth();
        return "%s: %s are fetched for %s. That takes at least %s, and the limit is %s; %s of %s so far%s"
                .formatted(
                        part.name(),
                        String.join(" and ", fetched),
                        part.flops() == 0 ? "no operation at all" : Amounts.operations(part.flops()),
                        Amounts.seconds(part.seconds()),
                        computes ? "arithmetic" : "memory",
                        Amounts.seconds(soFar()),
                        Amounts.seconds(whole()),
                        at + 1 < parts.size()
                                ? "."
                                : ". So at most %.1f tokens come out in a second.".formatted(1 / whole()));
    }

    @Override
    public SequencedMap<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        values.put("part", part().name());
        values.put("bytes of weights", part().weights());
        values.put("bytes of keys and values", part().kept());
        values.put("operations", part().flops());
        values.put("seconds", part().seconds());
        values.put("seconds so far", soFar());
        return values;
    }

    @Override
    public Figure figure() {
        List<Figure.Vertex> boxes = IntStream.range(0, parts.size())
                .mapToObj(i -> new Figure.Vertex(
                        parts.get(i).name(),
                        List.of(
                                Amounts.bytes(
                                        parts.get(i).weights() + parts.get(i).kept()),
                                Amounts.seconds(parts.get(i).seconds())),
                        parts.get(i).kept() > 0 && parts.get(i).weights() == 0 ? 1 : 0,
                        i == at))
                .toList();
        List<Figure.Edge> arrows = IntStream.range(1, parts.size())
                .mapToObj(i -> new Figure.Edge(i - 1, i))
                .toList();
        return new Figure.Graph("what is fetched, and how long that takes at least", boxes, arrows);
    }
}
