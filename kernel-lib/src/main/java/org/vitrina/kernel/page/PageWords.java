package org.vitrina.kernel.page;

/// The words that a page itself says, in the language of its lesson.
record PageWords(
        String contents,
        String lessons,
        String previous,
        String next,
        String ran,
        String stopped,
        String notRun,
        String errorOutput,
        String seconds,
        String open,
        String right) {
    private static final PageWords ENGLISH = new PageWords(
            "Contents",
            "All lessons",
            "Previous",
            "Next",
            "Executed by Vitrina:",
            "This lesson stopped at a cell that failed.",
            "not run",
            "Error output",
            "s",
            "open",
            "right");

    private static final PageWords SPANISH = new PageWords(
            "Contenido",
            "Todas las lecciones",
            "Anterior",
            "Siguiente",
            "Ejecutado por Vitrina:",
            "Esta lección se detuvo en una celda que falló.",
            "sin ejecutar",
            "Salida de errores",
            "s",
            "pendientes",
            "bien");

    /// Returns the words in a language, by its BCP 47 tag; English where there are none.
    static PageWords in(String language) {
        return language.equals("es") || language.startsWith("es-") ? SPANISH : ENGLISH;
    }
}
