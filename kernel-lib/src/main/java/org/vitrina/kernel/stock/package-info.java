/// The library in kernels that are not ours: JJava, which finds
/// [ForJJava][org.vitrina.kernel.stock.ForJJava] by itself, and IJava, which is told once of
/// [ForIJava][org.vitrina.kernel.stock.ForIJava]. Walks, figures, controls (standing still), XChart charts
/// and Tablesaw tables then show there as they show here.
///
/// This package uses of both kernels only what renders values. It has to load without the rest of
/// [org.vitrina.kernel], and beside any JJava since 1.0-a6.
package org.vitrina.kernel.stock;
