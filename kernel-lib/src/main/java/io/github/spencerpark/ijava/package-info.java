/// The names by which cells that were written for [IJava](https://github.com/SpencerPark/IJava) reach their kernel,
/// so that they run here unchanged. What they find behind the names is
/// [IJavaCells][org.vitrina.kernel.IJavaCells]; IJava's own code is not here.
package io.github.spencerpark.ijava;
