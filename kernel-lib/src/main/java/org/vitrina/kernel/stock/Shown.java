package org.vitrina.kernel.stock;

import java.util.Base64;
import org.knowm.xchart.internal.chartpart.Chart;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import tech.tablesaw.api.Table;

/// What stock kernels are taught to show.
final class Shown {
    /// The forms that anything shown here may have; a form that a value lacks is left out.
    static final String[] TYPES = {
        MimeBundle.TEXT, MimeBundle.HTML, MimeBundle.PNG, MimeBundle.SVG, MimeBundle.MARKDOWN, MimeBundle.LATEX
    };

    private Shown() {}

    static MimeBundle of(Showable showable) {
        return showable.mime();
    }

    static MimeBundle of(Chart<?, ?> chart) {
        return new Figure.Plot(chart).mime();
    }

    static MimeBundle of(Table table) {
        return new Figure.Data(table).mime();
    }

    /// Returns a form as messages carry it: text as it is, bytes in base64.
    static String written(Object form) {
        return form instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : (String) form;
    }
}
