/// The functions of IJava's cells under the names by which a cell may import them.
package io.github.spencerpark.ijava.runtime;
