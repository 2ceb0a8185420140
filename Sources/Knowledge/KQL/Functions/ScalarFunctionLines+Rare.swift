/// Functions that hunting queries hardly ever use; known so that a query which does is told apart from a misspelt one.
let rareScalarFunctionLines = """
  erf(value number) real
  erfc(value number) real
  convert_angle(value number, from string, to string) real
  convert_energy(value number, from string, to string) real
  convert_force(value number, from string, to string) real
  convert_length(value number, from string, to string) real
  convert_mass(value number, from string, to string) real
  convert_speed(value number, from string, to string) real
  convert_temperature(value number, from string, to string) real
  convert_volume(value number, from string, to string) real
  column_names_of(table any) dynamic
  beta_inv(p number, alpha number, beta number) real
  beta_pdf(x number, alpha number, beta number) real
  rank_tdigest(digest dynamic, value number) long
  merge_tdigest(digest dynamic, other dynamic*) dynamic
  hll_merge(value dynamic, other dynamic*) dynamic
  array_iif(condition dynamic, then any, else any) dynamic
  series_acos(series dynamic) dynamic
  series_asin(series dynamic) dynamic
  series_atan(series dynamic) dynamic
  series_cos(series dynamic) dynamic
  series_sin(series dynamic) dynamic
  series_tan(series dynamic) dynamic
  series_ceiling(series dynamic) dynamic
  series_floor(series dynamic) dynamic
  series_exp(series dynamic) dynamic
  series_log(series dynamic) dynamic
  series_sign(series dynamic) dynamic
  series_not_equals(left dynamic, right dynamic) dynamic
  series_greater_equals(left dynamic, right dynamic) dynamic
  series_less_equals(left dynamic, right dynamic) dynamic
  series_pow(left dynamic, right dynamic) dynamic
  series_dot_product(left dynamic, right dynamic) real
  series_product(series dynamic) real
  series_cosine_similarity(left dynamic, right dynamic, more any*) real
  series_seasonal(series dynamic, more any*) dynamic
  series_fft(series dynamic, more any*) dynamic
  series_ifft(series dynamic, more any*) dynamic
  series_fit_poly(series dynamic, more any*) dynamic
  series_moving_avg_fl(series dynamic, more any*) dynamic
  geo_point_in_polygon(value any, more any*) bool
  geo_line_intersects_line(value any, more any*) bool
  geo_intersects_2lines(value any, more any*) bool
  geo_intersects_2polygons(value any, more any*) bool
  geo_intersects_line_with_polygon(value any, more any*) bool
  geo_azimuth(value any, more any*) real
  geo_distance_point_to_line(value any, more any*) real
  geo_distance_point_to_polygon(value any, more any*) real
  geo_line_length(value any, more any*) real
  geo_polygon_area(value any, more any*) real
  geo_polygon_perimeter(value any, more any*) real
  geo_line_locate_point(value any, more any*) real
  geo_point_to_geohash(value any, more any*) string
  geo_point_to_h3cell(value any, more any*) string
  geo_point_to_s2cell(value any, more any*) string
  geo_h3cell_parent(value any, more any*) string
  geo_h3cell_level(value any, more any*) long
  geo_closest_point_on_line(value any, more any*) dynamic
  geo_closest_point_on_polygon(value any, more any*) dynamic
  geo_from_wkt(value any, more any*) dynamic
  geo_geohash_neighbors(value any, more any*) dynamic
  geo_geohash_to_central_point(value any, more any*) dynamic
  geo_geohash_to_polygon(value any, more any*) dynamic
  geo_h3cell_children(value any, more any*) dynamic
  geo_h3cell_neighbors(value any, more any*) dynamic
  geo_h3cell_rings(value any, more any*) dynamic
  geo_h3cell_to_central_point(value any, more any*) dynamic
  geo_h3cell_to_polygon(value any, more any*) dynamic
  geo_intersection_2lines(value any, more any*) dynamic
  geo_intersection_2polygons(value any, more any*) dynamic
  geo_intersection_line_with_polygon(value any, more any*) dynamic
  geo_line_buffer(value any, more any*) dynamic
  geo_line_centroid(value any, more any*) dynamic
  geo_line_densify(value any, more any*) dynamic
  geo_line_interpolate_point(value any, more any*) dynamic
  geo_line_simplify(value any, more any*) dynamic
  geo_line_to_s2cells(value any, more any*) dynamic
  geo_point_buffer(value any, more any*) dynamic
  geo_polygon_buffer(value any, more any*) dynamic
  geo_polygon_centroid(value any, more any*) dynamic
  geo_polygon_densify(value any, more any*) dynamic
  geo_polygon_simplify(value any, more any*) dynamic
  geo_polygon_to_h3cells(value any, more any*) dynamic
  geo_polygon_to_s2cells(value any, more any*) dynamic
  geo_s2cell_neighbors(value any, more any*) dynamic
  geo_s2cell_to_central_point(value any, more any*) dynamic
  geo_s2cell_to_polygon(value any, more any*) dynamic
  geo_simplify_polygons_array(value any, more any*) dynamic
  geo_union_lines_array(value any, more any*) dynamic
  geo_union_polygons_array(value any, more any*) dynamic
  geo_polygon_to_geohashes(value any, more any*) dynamic
  """
