/// One sentence about each function that hunting queries hardly ever use.
let rareFunctionHelpLines = """
  geo_distance_2points Metres between two points.
  geo_point_in_circle True when a point lies in a circle.
  geo_point_in_polygon True when a point lies in a polygon.
  geo_line_intersects_line True when two lines meet.
  geo_intersects_2lines True when two lines meet.
  geo_intersects_2polygons True when two polygons meet.
  geo_intersects_line_with_polygon True when a line meets a polygon.
  geo_azimuth The angle from one point to another.
  geo_distance_point_to_line Metres from a point to a line.
  geo_distance_point_to_polygon Metres from a point to a polygon.
  geo_line_length Length of a line in metres.
  geo_line_locate_point How far along a line a point lies.
  geo_polygon_area Area of a polygon in square metres.
  geo_polygon_perimeter Length of a polygon's edge in metres.
  geo_point_to_geohash The geohash of a point.
  geo_point_to_h3cell The H3 cell of a point.
  geo_point_to_s2cell The S2 cell of a point.
  geo_h3cell_parent The H3 cell around a cell.
  geo_h3cell_level The level of an H3 cell.
  geo_closest_point_on_line The point of a line nearest to another.
  geo_closest_point_on_polygon The point of a polygon nearest to another.
  geo_from_wkt A shape read from its well-known text.
  geo_geohash_neighbors The geohashes around one.
  geo_geohash_to_central_point The middle of a geohash.
  geo_geohash_to_polygon The edge of a geohash.
  geo_h3cell_children The H3 cells inside one.
  geo_h3cell_neighbors The H3 cells around one.
  geo_h3cell_rings The rings of H3 cells around one.
  geo_h3cell_to_central_point The middle of an H3 cell.
  geo_h3cell_to_polygon The edge of an H3 cell.
  geo_intersection_2lines Where two lines meet.
  geo_intersection_2polygons Where two polygons meet.
  geo_intersection_line_with_polygon Where a line meets a polygon.
  geo_line_buffer The polygon around a line.
  geo_line_centroid The middle of a line.
  geo_line_densify A line with more points.
  geo_line_interpolate_point The point so far along a line.
  geo_line_simplify A line with fewer points.
  geo_line_to_s2cells The S2 cells that cover a line.
  geo_point_buffer The polygon around a point.
  geo_polygon_buffer The polygon around a polygon.
  geo_polygon_centroid The middle of a polygon.
  geo_polygon_densify A polygon with more points.
  geo_polygon_simplify A polygon with fewer points.
  geo_polygon_to_h3cells The H3 cells that cover a polygon.
  geo_polygon_to_s2cells The S2 cells that cover a polygon.
  geo_polygon_to_geohashes The geohashes that cover a polygon.
  geo_s2cell_neighbors The S2 cells around one.
  geo_s2cell_to_central_point The middle of an S2 cell.
  geo_s2cell_to_polygon The edge of an S2 cell.
  geo_simplify_polygons_array Polygons with fewer points.
  geo_union_lines_array Lines put together.
  geo_union_polygons_array Polygons put together.
  series_fit_line Fits a line; gives its figures a column each.
  series_fit_line_dynamic Fits a line; gives its figures as a bag.
  series_fit_2lines Fits two lines; gives their figures a column each.
  series_fit_2lines_dynamic Fits two lines; gives their figures as a bag.
  series_fit_poly Fits a polynomial.
  series_stats Least, greatest, mean and so on, a column each.
  series_stats_dynamic Least, greatest, mean and so on, as a bag.
  series_outliers How far each value is out of line.
  series_decompose Parts a series into season, trend and rest.
  series_decompose_anomalies Marks values that the season and trend do not explain.
  series_decompose_forecast Continues a series by its season and trend.
  series_periods_detect The likeliest periods of a series.
  series_periods_validate How well a series fits these periods.
  series_seasonal The seasonal part of a series.
  series_fir Filters a series by a window of weights.
  series_iir Filters a series by its own past.
  series_fill_linear Fills gaps with a straight line.
  series_fill_const Fills gaps with a value.
  series_fill_forward Fills gaps with the value before.
  series_fill_backward Fills gaps with the value after.
  series_add The sum, item by item.
  series_subtract The difference, item by item.
  series_multiply The product, item by item.
  series_divide The quotient, item by item.
  series_pow The power, item by item.
  series_abs Values without their signs.
  series_sum The sum of a series.
  series_product The product of a series.
  series_magnitude The length of a series as a vector.
  series_dot_product The dot product of two series.
  series_cosine_similarity How alike two series point, from -1 to 1.
  series_pearson_correlation How alike two series move, from -1 to 1.
  series_greater True where the left is greater, item by item.
  series_greater_equals True where the left is not less, item by item.
  series_less True where the left is less, item by item.
  series_less_equals True where the left is not greater, item by item.
  series_equals True where both are equal, item by item.
  series_not_equals True where both differ, item by item.
  series_acos The angle of each cosine.
  series_asin The angle of each sine.
  series_atan The angle of each tangent.
  series_cos The cosine of each value.
  series_sin The sine of each value.
  series_tan The tangent of each value.
  series_ceiling Each value rounded up.
  series_floor Each value rounded down.
  series_exp e raised to each value.
  series_log The logarithm of each value.
  series_sign The sign of each value.
  series_fft The frequencies of a series.
  series_ifft The series of frequencies.
  series_moving_avg_fl The mean over a moving window.
  dcount_hll How many different values a sketch has seen.
  percentile_tdigest A percentile of a sketch.
  percentiles_array_tdigest Percentiles of a sketch.
  rank_tdigest How many values of a sketch are less.
  merge_tdigest Puts sketches of distributions together.
  hll_merge Puts sketches of different values together.
  punycode_to_string The text that Punycode stands for.
  punycode_from_string The text in Punycode.
  assert Stops the query with a message unless the condition is true.
  isascii True when the text is all ASCII.
  isutf8 True when the text is sound UTF-8.
  welch_test How likely two samples have one mean.
  beta_cdf The beta distribution, summed up.
  beta_inv The inverse of the summed beta distribution.
  beta_pdf The density of the beta distribution.
  erf The error function.
  erfc One less the error function.
  convert_angle Converts between units of angle.
  convert_energy Converts between units of energy.
  convert_force Converts between units of force.
  convert_length Converts between units of length.
  convert_mass Converts between units of mass.
  convert_speed Converts between units of speed.
  convert_temperature Converts between units of temperature.
  convert_volume Converts between units of volume.
  column_names_of The names of a table's columns.
  array_iif Chooses between two arrays, item by item.
  extent_id The id of the piece of storage that holds the row.
  extent_tags The tags of the piece of storage that holds the row.
  """
