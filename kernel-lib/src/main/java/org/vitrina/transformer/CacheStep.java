package org.vitrina.transformer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;
import org.vitrina.show.Walk;
import org.vitrina.tensor.KvCache;

/// The cache took the keys and values of one more token.
///
/// @param token       what was read
/// @param positions   how many tokens the cache holds now
/// @param perPosition bytes of a token: 2 (key and value) × layers × heads of keys and values × `d_h` × bytes of a
///     number
/// @param taken       bytes that the cache has taken; it grows in pages
/// @param weights     bytes of the model's weights
/// @param context     how many positions the model was made for
/// @param formula     the product that `perPosition` is
public record CacheStep(
        String token, int positions, long perPosition, long taken, long weights, int context, String formula)
        implements Step {

    static Walk<CacheStep> walk(Reading reading) {
        Model model = reading.model();
        Config config = model.config();
        AttentionShape heads = config.attention();
        var session = (ModelSession) model.session();
        int bytes = session.storage() == KvCache.Storage.F16 ? 2 : 4;
        long perPosition = 2L * config.layers() * heads.kvHeads() * heads.width() * bytes;
        String formula = "2 × %d layers × %d heads × %d numbers × %d bytes"
                .formatted(config.layers(), heads.kvHeads(), heads.width(), bytes);
        long weights = model.transformer().weights().stream()
                .mapToLong(weight -> weight.matrix().bytes())
                .sum();
        var steps = new ArrayList<CacheStep>();
        for (int i = 0; i < reading.length(); i++) {
            session.next(reading.ids()[i]);
            steps.add(new CacheStep(
                    reading.tokens().get(i),
                    session.position(),
                    perPosition,
                    session.cacheBytes(),
                    weights,
                    config.context(),
                    formula));
        }
        return Walk.of("The cache of keys and values fills", steps);
    }

    @Override
    public String name() {
        return "cache.token";
    }

    @Override
    public String caption() {
        return String.format(
                Locale.ROOT,
                "After %s the cache holds %d position%s of %,d bytes each (%s): %,d bytes, in pages of %,d. All %,d positions"
                        + " that the model was made for would take %s.",
                Reading.quoted(token),
                positions,
                positions == 1 ? "" : "s",
                perPosition,
                formula,
                positions * perPosition,
                taken,
                context,
                size(context * perPosition));
    }

    @Override
    public SequencedMap<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        values.put("positions", positions);
        values.put("bytes used", positions * perPosition);
        values.put("bytes taken", taken);
        values.put("token", token);
        return values;
    }

    @Override
    public Figure figure() {
        double mega = 1e6;
        return new Figure.Bars(
                "memory",
                "MB",
                List.of("cache now", "cache, full context", "weights"),
                List.of(positions * perPosition / mega, context * perPosition / mega, weights / mega),
                0);
    }

    private static String size(long bytes) {
        return bytes < 1e9
                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }
}
