package org.vitrina.interact;

import java.awt.image.BufferedImage;
import java.util.Map;
import org.vitrina.show.Charts;
import org.vitrina.show.MimeBundle;

/// An image that can be replaced.
public final class Picture extends Part {
    private final Paced page = new Paced(this::send);
    private volatile BufferedImage image;

    Picture(BufferedImage image) {
        this.image = image;
    }

    /// Shows another image from now on.
    public void set(BufferedImage image) {
        this.image = image;
        page.changed();
    }

    private void send() {
        Model model = model();
        BufferedImage now = image;
        if (model != null) {
            model.set(Map.of("value", Charts.png(now), "width", Integer.toString(now.getWidth())));
        }
    }

    @Override
    Still still(Frontend frontend) {
        return Still.of(MimeBundle.of(describe()).withPng(Charts.png(image), image.getWidth(), image.getHeight()));
    }

    @Override
    Model open(Session session) {
        return new Model(session, Kinds.image(session, Charts.png(image), image.getWidth()));
    }

    @Override
    String describe() {
        return "[image, %d × %d]".formatted(image.getWidth(), image.getHeight());
    }
}
