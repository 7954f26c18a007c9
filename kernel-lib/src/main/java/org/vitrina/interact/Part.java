package org.vitrina.interact;

import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;

/// Something that shows as a widget where a front end knows widgets, and as its still everywhere else.
public abstract sealed class Part implements Showable
        permits Control, Interaction, Buttons, Area, Box, Bar, Words, Picture {
    /// The form by which a front end finds the widget among those that it was told of.
    static final String VIEW = "application/vnd.jupyter.widget-view+json";

    private Session session;
    private Model model;

    /// Returns what stands where nothing is alive, computing what it shows.
    ///
    /// @throws Exception what a function threw for its first value
    abstract Still still(Frontend frontend) throws Exception;

    /// Opens the widget, with those it is made of.
    abstract Model open(Session session);

    /// Returns the widget in this session, opened at the first call: showing a part twice shows one widget
    /// in two places.
    final synchronized Model live(Session wanted) {
        if (session != wanted) {
            model = open(wanted);
            session = wanted;
        }
        return model;
    }

    /// Returns the widget if it was opened, or null.
    final synchronized Model model() {
        return model;
    }

    /// Returns the session that the widget was opened in, or null.
    final synchronized Session session() {
        return session;
    }

    @Override
    public final MimeBundle mime() {
        Frontend frontend = Frontend.current();
        MimeBundle still;
        try {
            still = still(frontend).mime();
        } catch (Exception e) {
            throw Part.<RuntimeException>unchecked(e);
        }
        if (!frontend.connected()) {
            return still;
        }
        String id = live(Session.of(frontend)).id();
        return still.with(
                VIEW, "{\"version_major\": 2, \"version_minor\": 0, \"model_id\": \"" + id.replace("\"", "") + "\"}");
    }

    /// Returns the still as text; computes nothing in a front end.
    @Override
    public final String toString() {
        return describe();
    }

    /// Returns one line that says what this is.
    abstract String describe();

    /// Throws `e` as it is: the function of a control may throw anything, and whoever looks for the error
    /// should find that and not a wrapper of ours.
    @SuppressWarnings("unchecked")
    private static <E extends Exception> E unchecked(Exception e) throws E {
        throw (E) e;
    }
}
