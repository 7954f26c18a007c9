package org.vitrina.kernel.notebook;

import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.vitrina.show.MimeBundle;

/// Says how large a PNG wants to be shown, from what the file says about itself
/// ([PNG, third edition](https://www.w3.org/TR/png-3/), sections 11.2.1 and 11.3.4.3).
final class PngSize {
    private static final long SIGNATURE = 0x89504E470D0A1A0AL;
    private static final double SCREEN_PIXELS_PER_METRE = 96 / 0.0254;
    private static final int CHUNK_FRAME = 12;

    private PngSize() {}

    /// Returns the output metadata for a bundle: the width and height in CSS pixels of a PNG that states a
    /// higher resolution than a screen's 96 dots per inch; otherwise nothing.
    static JsonObject metadata(MimeBundle bundle) {
        var metadata = new JsonObject();
        if (bundle.forms().get(MimeBundle.PNG) instanceof byte[] png) {
            double scale = scale(png);
            if (scale > 1) {
                var size = new JsonObject();
                size.addProperty("width", Math.round(ByteBuffer.wrap(png).getInt(16) / scale));
                size.addProperty("height", Math.round(ByteBuffer.wrap(png).getInt(20) / scale));
                metadata.add(MimeBundle.PNG, size);
            }
        }
        return metadata;
    }

    /// Returns pixels for each CSS pixel, in halves: 2 for a picture of 192 dots per inch; 1 if nothing is said.
    private static double scale(byte[] png) {
        var in = ByteBuffer.wrap(png);
        if (in.remaining() < 8 + CHUNK_FRAME || in.getLong() != SIGNATURE) {
            return 1;
        }
        while (in.remaining() >= CHUNK_FRAME) {
            int length = in.getInt();
            byte[] type = new byte[4];
            in.get(type);
            if (length < 0 || length > in.remaining() - 4) {
                return 1;
            }
            if (new String(type, StandardCharsets.US_ASCII).equals("pHYs") && length == 9) {
                int perMetre = in.getInt();
                boolean metres = in.get(in.position() + 4) == 1;
                return metres ? Math.round(2 * perMetre / SCREEN_PIXELS_PER_METRE) / 2.0 : 1;
            }
            in.position(in.position() + length + 4);
        }
        return 1;
    }
}
