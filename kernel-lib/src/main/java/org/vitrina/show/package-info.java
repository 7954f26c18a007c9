/// What a stage says about itself, independent of any notebook.
///
/// Every stage of a language model in this library can be watched while it runs. What is seen becomes a
/// [Step][org.vitrina.show.Step]: a name, a sentence with the actual numbers in it, the values with their
/// shapes and a [Figure][org.vitrina.show.Figure]. The steps of one run form a
/// [Walk][org.vitrina.show.Walk], which can be read in code, as a Tablesaw table, as an XChart chart, and
/// displays as a stepper that goes back and forward.
///
/// Read [Step][org.vitrina.show.Step] first, then [Walk][org.vitrina.show.Walk] and
/// [Figure][org.vitrina.show.Figure]. [Charts][org.vitrina.show.Charts] holds the one theme of all charts,
/// [Html][org.vitrina.show.Html] the one way text becomes HTML, [Progress][org.vitrina.show.Progress] how
/// long work reports and is stopped.
///
/// This is the lowest room of the house: it knows nothing of Jupyter, of models or of any other package
/// here.
package org.vitrina.show;
